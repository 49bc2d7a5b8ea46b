"""What this app announces."""

from dataclasses import dataclass

from clinic.outbox.events import Payload


@dataclass(frozen=True)
class GuardianLeft(Payload, topic="patient.guardian_left"):
    """Somebody who acted for a patient has closed their account."""

    guardian_id: int
