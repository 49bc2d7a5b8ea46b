"""Whose clock is meant by a time without a zone (DOMAIN.md "Time")."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from clinic.doctors.models import Doctor
from clinic.users.models import User


def zone_for(user: User, moment: datetime, *, doctor_id: int | None) -> ZoneInfo:
    """Return the zone of the named doctor, or of the doctor who asks, or the clinic's.

    An instant says itself when it is: then it does not matter, and nothing is looked up.
    """
    if moment.tzinfo is not None:
        return ZoneInfo("UTC")
    doctor = None
    if doctor_id is not None:
        doctor = Doctor.objects.visible_to(user).filter(pk=doctor_id).first()
    doctor = doctor or Doctor.objects.owned_by(user).first()
    return doctor.zone if doctor else ZoneInfo(settings.CLINIC_TIME_ZONE)
