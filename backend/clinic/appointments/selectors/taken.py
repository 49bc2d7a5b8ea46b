"""When a patient is taken: by appointments, and by the times that they have proposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import FilteredRelation, Q

from clinic.appointments.lifecycle import ProposalState
from clinic.appointments.models import Appointment
from clinic.patients.models import Patient

Period = tuple[datetime, datetime]


@dataclass(frozen=True)
class Ahead:
    """An active appointment of a patient: the periods that it takes, and whether it has not begun.

    A request at a wished time takes none yet; one that is proposed to be moved takes two.
    """

    appointment_id: int
    periods: tuple[Period, ...]
    is_upcoming: bool


def ahead_of(patient: Patient, *, now: datetime, since: datetime | None = None) -> list[Ahead]:
    """Return the patient's active appointments that end after ``since`` (by default ``now``), with
    the open proposals to move them; in one query."""
    lies_ahead = Q(end_at__gt=since or now) | Q(start_at=None, requested_end_at__gt=now)
    waiting = Q(proposals__state=ProposalState.OPEN, proposals__expires_at__gt=now)
    rows = (
        Appointment.objects.active()
        .filter(lies_ahead, patient=patient)
        .annotate(proposed=FilteredRelation("proposals", condition=waiting))
        .values_list("pk", "start_at", "end_at", "proposed__start_at", "proposed__end_at")
    )
    return [
        Ahead(
            appointment_id=pk,
            periods=tuple(one for one in (own, proposed) if one[0] is not None),
            is_upcoming=own[0] is None or own[0] > now,
        )
        for pk, *times in rows
        for own, proposed in [(tuple(times[:2]), tuple(times[2:]))]
    ]


def periods_within(
    ahead: Iterable[Ahead], *, start_at: datetime, end_at: datetime, but: int | None = None
) -> list[Period]:
    """Return the periods that share time with the half-open period, except those of the
    appointment ``but``."""
    return [
        period
        for one in ahead
        if one.appointment_id != but
        for period in one.periods
        if period[0] < end_at and period[1] > start_at
    ]


def taken_periods(
    patient: Patient,
    *,
    start_at: datetime,
    end_at: datetime,
    now: datetime,
    but: int | None = None,
) -> list[Period]:
    """Return when within the half-open period the patient is taken, by other appointments than
    ``but`` or by proposals to move them."""
    ahead = ahead_of(patient, now=now, since=min(start_at, now))
    return periods_within(ahead, start_at=start_at, end_at=end_at, but=but)
