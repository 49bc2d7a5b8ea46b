"""Who is told what of an appointment's move. Pure."""

from collections.abc import Mapping
from typing import Final

from clinic.appointments.lifecycle import Move, Party, Status

_TOLD: Final[Mapping[Move, str]] = {
    Move.CONFIRM: "appointment_confirmed",
    Move.DECLINE: "appointment_declined",
    Move.CANCEL: "appointment_cancelled",
    Move.RESCHEDULE: "appointment_moved",
    Move.ASSIGN: "appointment_assigned",
    Move.EDIT: "appointment_edited",
}


def kinds_for(*, move: Move, party: Party, status: Status, has_doctor: bool) -> dict[Party, str]:
    """Return what each party is told of a move that ``party`` made; nobody is told their own.

    A visit that took place, or did not, is no news to anybody.
    """
    if move is Move.CREATE and not has_doctor:
        return {Party.ADMIN: "appointment_waiting"}
    if move is Move.CREATE:
        booked = "appointment_booked" if status is Status.CONFIRMED else "appointment_requested"
        told = {Party.DOCTOR: booked, Party.PATIENT: "appointment_confirmed"}
    elif move is Move.CONFIRM:
        told = {Party.PATIENT: _TOLD[move]}
    elif move in _TOLD:
        told = {Party.DOCTOR: _TOLD[move], Party.PATIENT: _TOLD[move]}
    else:
        return {}
    return {recipient: kind for recipient, kind in told.items() if recipient is not party}
