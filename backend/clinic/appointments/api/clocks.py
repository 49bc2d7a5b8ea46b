"""By whose clock a time without a zone is read (DOMAIN.md "Time")."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from clinic.doctors.models import Doctor
from clinic.slots.recurrence import settled
from clinic.users.models import User


def read_for(user: User, moment: datetime, *, doctor_id: int | None) -> datetime:
    """Return the instant that is meant: by the named doctor's clock, a doctor's own, or ours."""
    if moment.tzinfo is not None:
        return settled(moment, ZoneInfo("UTC"))
    doctor = None
    if doctor_id is not None:
        doctor = Doctor.objects.visible_to(user).filter(pk=doctor_id).first()
    doctor = doctor or Doctor.objects.owned_by(user).first()
    return settled(moment, doctor.zone if doctor else ZoneInfo(settings.CLINIC_TIME_ZONE))
