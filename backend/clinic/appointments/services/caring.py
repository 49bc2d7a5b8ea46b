"""What an appointment opens of its patient's record, and closes again."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q

from clinic.appointments.lifecycle import Status, Transition
from clinic.appointments.models import Appointment
from clinic.care.policies import Meeting
from clinic.care.services.relations import keep_relation

# With these one appointment opens something, or more than before.
_ADDING: Final = frozenset(
    {Transition.CREATE, Transition.CONFIRM, Transition.AGREE, Transition.ARRIVE}
)
_CHANGING: Final = _ADDING | {
    Transition.ASSIGN,
    # A request that is moved may be confirmed thereby.
    Transition.RESCHEDULE,
    Transition.DECLINE,
    Transition.CANCEL,
    Transition.COMPLETE,
    Transition.NO_SHOW,
}
_OPENING: Final = (Status.PENDING, Status.CONFIRMED, Status.COMPLETED)


def keep_care(
    appointment: Appointment,
    *,
    transition: Transition,
    doctor_id: int | None,
    now: datetime,
) -> None:
    """Bring the doctor's relation to the patient in line, in the transition's transaction."""
    if transition not in _CHANGING or doctor_id is None:
        return
    if transition in _ADDING:
        status = Status(appointment.status)
        meetings = [_meeting(status, appointment.accepted_at, appointment.arrived_at)]
    else:
        meetings = _meetings_of(doctor_id, appointment.patient_id, now=now)
    keep_relation(
        doctor_id=doctor_id,
        patient_id=appointment.patient_id,
        meetings=meetings,
        now=now,
        is_addition=transition in _ADDING,
    )


def _meetings_of(doctor_id: int, patient_id: int, *, now: datetime) -> list[Meeting]:
    """Return the appointments of the two that count: what took place longer ago than care lasts
    without contact opens nothing again."""
    lately = Q(end_at__gt=now - timedelta(days=30 * settings.CARE_MONTHS))
    rows = (
        Appointment.objects.filter(doctor=doctor_id, patient=patient_id, status__in=_OPENING)
        .filter(lately | ~Q(status=Status.COMPLETED))
        .values_list("status", "accepted_at", "arrived_at")
    )
    return [
        _meeting(Status(status), agreed_at, arrived_at) for status, agreed_at, arrived_at in rows
    ]


def _meeting(status: Status, accepted_at: datetime | None, arrived_at: datetime | None) -> Meeting:
    return Meeting(
        is_pending=status is Status.PENDING,
        is_confirmed=status is Status.CONFIRMED,
        has_taken_place=status is Status.COMPLETED,
        agreed_at=accepted_at,
        has_arrived=arrived_at is not None,
    )
