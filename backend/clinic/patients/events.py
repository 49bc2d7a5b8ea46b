"""What this app announces."""

from dataclasses import dataclass

from clinic.outbox.events import Payload


@dataclass(frozen=True)
class GuardianLeft(Payload, topic="patient.guardian_left"):
    """Somebody who acted for a patient has closed their account."""

    guardian_id: int


@dataclass(frozen=True)
class GuardianshipEnded(Payload, topic="patient.guardianship_ended"):
    """Somebody acts for a patient no more: they, or the patient, have ended it."""

    guardian_id: int
    by_id: int
