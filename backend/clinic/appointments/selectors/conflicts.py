"""Appointments that no longer fit the calendar: for the doctor to settle, never by itself."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import F, Q, QuerySet

from clinic.appointments.lifecycle import ACTIVE
from clinic.slots.models import Slot
from clinic.slots.modes import Mode

# An appointment in a way that its slot has ceased to offer.
_OTHER_MODE = Q(mode=Mode.IN_PERSON, appointments__mode=Mode.VIDEO) | Q(
    mode=Mode.VIDEO, appointments__mode=Mode.IN_PERSON
)
_MISFIT = Q(is_open=False) | _OTHER_MODE


def conflicting_slots(doctor_id: int, *, now: datetime) -> QuerySet[Slot]:
    """Return the doctor's slots to come with appointments that no longer fit.

    All those of a closed slot, and in an open one those in a mode that it has ceased to offer.
    """
    ahead = Slot.objects.filter(doctor_id=doctor_id, start_at__gte=now)
    # One call: all of it is said of the same appointment.
    found = ahead.filter(_MISFIT, appointments__status__in=ACTIVE)
    return Slot.objects.filter(pk__in=found.values("pk"))


def conflicts_of(doctor_id: int, *, now: datetime) -> list[dict[str, Any]]:
    """Return the doctor's :func:`conflicting_slots` with the appointments that do not fit."""
    return _shaped(conflicting_slots(doctor_id, now=now), _MISFIT)


def conflicts_at(slot_ids: Iterable[int]) -> list[dict[str, Any]]:
    """Return the conflicts of a page of :func:`conflicting_slots`."""
    return _shaped(Slot.objects.filter(pk__in=list(slot_ids)), _MISFIT)


def conflicts_in(slot_ids: Iterable[int]) -> list[dict[str, Any]]:
    """Return what would be a conflict if these slots no longer fitted."""
    return _shaped(Slot.objects.filter(pk__in=list(slot_ids)))


def _shaped(slots: QuerySet[Slot], which: Q | None = None) -> list[dict[str, Any]]:
    rows: Iterable[Any] = (
        # One call: all of it is said of the same appointment.
        slots.filter(which or Q(), appointments__status__in=ACTIVE)
        .order_by("start_at", "pk", "appointments__pk")
        .values(
            "pk",
            "start_at",
            "end_at",
            appointment=F("appointments__pk"),
            status=F("appointments__status"),
            appointment_start=F("appointments__start_at"),
            appointment_end=F("appointments__end_at"),
            patient=F("appointments__patient"),
            first_name=F("appointments__patient__first_name"),
            last_name=F("appointments__patient__last_name"),
            username=F("appointments__patient__user__username"),
        )
    )
    return [
        _conflict(list(appointments))
        for _pk, appointments in groupby(rows, key=lambda row: row["pk"])
    ]


def _conflict(appointments: list[dict[str, Any]]) -> dict[str, Any]:
    slot = appointments[0]
    return {
        "slot": {"id": slot["pk"], "start_time": slot["start_at"], "end_time": slot["end_at"]},
        "appointments": [
            {
                "id": row["appointment"],
                "status": row["status"],
                "patient": {"id": row["patient"], "name": _name(row)},
                "start_time": row["appointment_start"],
                "end_time": row["appointment_end"],
            }
            for row in appointments
        ],
    }


def _name(row: dict[str, Any]) -> str:
    named = " ".join(part for part in (row["first_name"], row["last_name"]) if part)
    return named or str(row["username"] or "")
