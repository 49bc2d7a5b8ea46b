"""Absences: slots give way to them at once, and come back when they go."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Invalid
from clinic.doctors.models import Doctor
from clinic.outbox import services as outbox
from clinic.slots.events import CalendarChanged
from clinic.slots.models import Absence
from clinic.slots.services.capacity import lock_doctor
from clinic.slots.services.materialise import bring_in_line

MOST_ABSENCES: Final = 500
_WEEK: Final = timedelta(weeks=1)


@transaction.atomic
def create_absence(*, doctor_id: int, fields: dict[str, Any], now: datetime) -> Absence:
    """Add an absence. Raises :class:`Invalid`."""
    doctor = lock_doctor(doctor_id)
    if Absence.objects.filter(doctor=doctor).count() >= MOST_ABSENCES:
        raise Invalid(_("There are too many absences. Delete past ones first."))
    absence = Absence(doctor=doctor, **fields)
    check(absence)
    absence.save(force_insert=True)
    _follow(doctor, now=now)
    return absence


@transaction.atomic
def change_absence(*, absence: Absence, fields: dict[str, Any], now: datetime) -> Absence:
    """Change an absence. Raises :class:`Invalid`."""
    doctor = lock_doctor(absence.doctor_id)
    for name, value in fields.items():
        setattr(absence, name, value)
    check(absence)
    absence.save(update_fields=sorted(fields))
    _follow(doctor, now=now)
    return absence


@transaction.atomic
def delete_absence(*, absence: Absence, now: datetime) -> None:
    """Remove the absence; the slots that gave way to it are offered again."""
    doctor = lock_doctor(absence.doctor_id)
    absence.delete()
    _follow(doctor, now=now)


def check(absence: Absence) -> None:
    """Raise :class:`Invalid` unless the period makes sense."""
    if absence.start_at >= absence.end_at:
        raise Invalid(details={"end_datetime": [_("The end must come after the start.")]})
    if absence.is_recurring and absence.end_at - absence.start_at > _WEEK:
        message = _("An absence of every week lasts at most one week.")
        raise Invalid(details={"end_datetime": [message]})


def _follow(doctor: Doctor, *, now: datetime) -> None:
    bring_in_line(doctor, now=now)
    outbox.record(CalendarChanged(doctor_id=doctor.pk))
