"""Appointments of two patients who become one."""

from datetime import datetime
from typing import Any, NamedTuple

from clinic.appointments.models import Appointment, RescheduleProposal
from clinic.patients.registry import Merge


class Taken(NamedTuple):
    """When one of the two is taken, by which appointment."""

    appointment: Appointment
    start_at: datetime
    end_at: datetime


def overlaps_of(merge: Merge) -> list[dict[str, Any]]:
    """Return each pair of active appointments, or open proposals, that share time: one person
    cannot have both."""
    kept, other = (_taken_by(one, merge.now) for one in (merge.kept_id, merge.other_id))
    pairs = {
        (mine.appointment.pk, theirs.appointment.pk): (mine.appointment, theirs.appointment)
        for mine in kept
        for theirs in other
        if mine.start_at < theirs.end_at and theirs.start_at < mine.end_at
    }
    return [
        {"kept": _shown(mine), "other": _shown(theirs)}
        for _ids, (mine, theirs) in sorted(pairs.items())
    ]


def move_appointments(merge: Merge) -> None:
    """Give the kept patient the other's appointments; the database holds that none overlap."""
    Appointment.objects.filter(patient=merge.other_id).update(patient=merge.kept_id)


def count_appointments(patient_id: int) -> int:
    """Return how many appointments the patient has, in whatever state."""
    return Appointment.objects.filter(patient=patient_id).count()


def _taken_by(patient_id: int, now: datetime) -> list[Taken]:
    active = Appointment.objects.active().filter(patient=patient_id, end_at__isnull=False)
    proposed = RescheduleProposal.objects.waiting(now).filter(appointment__patient=patient_id)
    return [
        *(
            Taken(one, one.start_at, one.end_at)
            for one in active.select_related("doctor").order_by("pk")
            if one.start_at and one.end_at
        ),
        *(
            Taken(one.appointment, one.start_at, one.end_at)
            for one in proposed.select_related("appointment__doctor").order_by("pk")
        ),
    ]


def _shown(appointment: Appointment) -> dict[str, Any]:
    return {
        "id": appointment.pk,
        "doctor": appointment.doctor.name if appointment.doctor else "",
        "start_time": appointment.start_at,
        "end_time": appointment.end_at,
    }
