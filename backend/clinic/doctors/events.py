"""What this app announces."""

from dataclasses import dataclass

from clinic.outbox.events import Payload


@dataclass(frozen=True)
class RulesChanged(Payload, topic="calendar.rules_changed"):
    """A doctor's profile has changed in what their slots follow from.

    ``dropped_modes`` are the consultation modes that were switched off.
    """

    doctor_id: int
    dropped_modes: tuple[str, ...] = ()
