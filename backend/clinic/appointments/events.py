"""What this app announces."""

from dataclasses import dataclass

from clinic.outbox.events import Payload


@dataclass(frozen=True)
class TransitionMade(Payload, topic="appointment.moved"):
    """An appointment has made a transition, or was booked.

    ``event_id`` names the row of its history (``AppointmentEvent``), ``doctor_id`` is the doctor as
    it was then, ``slot_ids`` are the slots whose places have changed, and ``version`` is the
    appointment's.
    """

    appointment_id: int
    event_id: int
    doctor_id: int | None
    slot_ids: tuple[int, ...] = ()
    version: int = 0

    @property
    def key(self) -> str:
        """An appointment's transitions are told in the order in which they were made."""
        return f"appointment:{self.appointment_id}"


@dataclass(frozen=True)
class LeaverCancelled(Payload, topic="appointment.leaver_cancelled"):
    """Appointments were cancelled because an account was closed: ``user_id`` is whose it was."""

    user_id: int
    appointment_ids: tuple[int, ...]
