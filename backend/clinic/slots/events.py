"""What this app announces."""

from dataclasses import dataclass

from clinic.outbox.events import Payload


@dataclass(frozen=True)
class SlotChanged(Payload, topic="slot.changed"):
    """Slots were held or let go."""

    doctor_id: int
    slot_ids: tuple[int, ...]


@dataclass(frozen=True)
class CalendarChanged(Payload, topic="calendar.changed"):
    """A doctor's slots are others now."""

    doctor_id: int
