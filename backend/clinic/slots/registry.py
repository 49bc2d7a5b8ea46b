"""Who has places in slots: said by the app that books them, which this one does not know."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from clinic.slots.models import Slot


class Conflicts(Protocol):
    """Finds appointments that no longer fit the calendar, shaped as the API shows them."""

    def conflicting_slots(self, doctor_id: int, *, now: datetime) -> "QuerySet[Slot]":
        """Return the doctor's slots to come with such appointments."""

    def conflicts_of(self, doctor_id: int, *, now: datetime) -> list[dict[str, Any]]:
        """Return these slots with the appointments that do not fit."""

    def conflicts_at(self, slot_ids: Iterable[int]) -> list[dict[str, Any]]:
        """Return the conflicts of a page of these slots."""

    def conflicts_in(self, slot_ids: Iterable[int]) -> list[dict[str, Any]]:
        """Return what would be a conflict if these slots no longer fitted."""


_registered: list[Conflicts] = []


def register_conflicts(conflicts: Conflicts) -> None:
    """Ask ``conflicts`` from now on (``config/wiring.py``)."""
    _registered[:] = [conflicts]


def conflicts() -> Conflicts:
    """Return what knows which appointments a change of the calendar would touch."""
    [registered] = _registered
    return registered
