"""No patient is in two places at once; parts of a transaction, not one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from clinic.appointments.models import Appointment
from clinic.appointments.selectors.taken import taken_periods
from clinic.common.errors import Conflict
from clinic.patients.models import Patient

OVERLAP_RULE: Final = "one_visit_at_a_time"


class PatientOverlap(Conflict):
    """The patient has another active appointment at that time, or has proposed it for one."""

    code = "patient_overlap"
    sentence = _("You already have an appointment at this time. Move or cancel it first.")


def require_free(
    patient: Patient, start_at: datetime, end_at: datetime, *, now: datetime, but: int | None = None
) -> None:
    """Raise PatientOverlap when the (locked) patient has another active appointment then, or has
    proposed that time for another one; ``but`` is the appointment that is being placed."""
    if taken_periods(patient, start_at=start_at, end_at=end_at, now=now, but=but):
        raise PatientOverlap


def save_or_overlap(appointment: Appointment, *, fields: Sequence[str] | None = None) -> None:
    """Save; the database's own rule has the last word on overlapping appointments."""
    try:
        appointment.save(update_fields=fields)
    except IntegrityError as error:
        if OVERLAP_RULE in str(error):
            raise PatientOverlap from None
        raise
