"""Visits that no longer fit the calendar: for the doctor to settle, never settled by itself."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import F, QuerySet

from clinic.slots.models import Slot

# The statuses that take a place; `appointments.lifecycle.ACTIVE` names the same two. Reached by
# relation only: this app does not know the appointments app.
_ACTIVE = ("pending", "confirmed")


def conflicts_of(doctor_id: int, *, now: datetime) -> list[dict[str, Any]]:
    """Return the doctor's closed slots to come in which someone still has an appointment."""
    return _shaped(Slot.objects.filter(doctor_id=doctor_id, is_open=False, start_at__gte=now))


def conflicts_in(slot_ids: Iterable[int]) -> list[dict[str, Any]]:
    """Return what would be a conflict if these slots no longer fitted."""
    return _shaped(Slot.objects.filter(pk__in=list(slot_ids)))


def _shaped(slots: QuerySet[Slot]) -> list[dict[str, Any]]:
    rows: Iterable[Any] = (
        slots.filter(appointments__status__in=_ACTIVE)
        .order_by("start_at", "pk", "appointments__pk")
        .values(
            "pk",
            "start_at",
            "end_at",
            appointment=F("appointments__pk"),
            status=F("appointments__status"),
            visit_start=F("appointments__start_at"),
            visit_end=F("appointments__end_at"),
            patient=F("appointments__patient"),
            first_name=F("appointments__patient__first_name"),
            last_name=F("appointments__patient__last_name"),
            username=F("appointments__patient__user__username"),
        )
    )
    return [_conflict(list(visits)) for _pk, visits in groupby(rows, key=lambda row: row["pk"])]


def _conflict(visits: list[dict[str, Any]]) -> dict[str, Any]:
    slot = visits[0]
    return {
        "slot": {"id": slot["pk"], "start_time": slot["start_at"], "end_time": slot["end_at"]},
        "appointments": [
            {
                "id": row["appointment"],
                "status": row["status"],
                "patient": {"id": row["patient"], "name": _name(row)},
                "start_time": row["visit_start"],
                "end_time": row["visit_end"],
            }
            for row in visits
        ],
    }


def _name(row: dict[str, Any]) -> str:
    named = " ".join(part for part in (row["first_name"], row["last_name"]) if part)
    return named or str(row["username"])
