"""By whose clock a time without a zone is read (DOMAIN.md "Time")."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from clinic.doctors.models import Doctor
from clinic.slots.policies import NoSuchTime
from clinic.slots.recurrence import is_skipped, settled
from clinic.users.models import User


def read_for(user: User, moment: datetime, *, doctor_id: int | None) -> datetime:
    """Return the instant that is meant: by the named doctor's clock, a doctor's own, or ours."""
    return settled(moment, _zone_for(user, moment, doctor_id=doctor_id))


def wished_at(user: User, moment: datetime, *, doctor_id: int | None, field: str) -> datetime:
    """Return the instant that is wished. Raises :class:`NoSuchTime` on ``field``."""
    zone = _zone_for(user, moment, doctor_id=doctor_id)
    if is_skipped(moment, zone):
        raise NoSuchTime(details={field: [NoSuchTime.sentence]})
    return settled(moment, zone)


def _zone_for(user: User, moment: datetime, *, doctor_id: int | None) -> ZoneInfo:
    if moment.tzinfo is not None:
        return ZoneInfo("UTC")
    doctor = None
    if doctor_id is not None:
        doctor = Doctor.objects.visible_to(user).filter(pk=doctor_id).first()
    doctor = doctor or Doctor.objects.owned_by(user).first()
    return doctor.zone if doctor else ZoneInfo(settings.CLINIC_TIME_ZONE)
