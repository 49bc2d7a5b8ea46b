"""What this app announces."""

from dataclasses import dataclass

from clinic.outbox.events import Payload


@dataclass(frozen=True)
class CareClosed(Payload, topic="care.closed"):
    """A patient's side, or an admin, has closed the record for a doctor."""

    relation_id: int


@dataclass(frozen=True)
class EmergencyOpened(Payload, topic="care.emergency"):
    """A doctor has opened a record in an emergency."""

    access_id: int
