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

    ``status`` and ``has_doctor`` are those after the move. Of a request without a doctor every
    admin hears, whoever wrote it down. A visit that took place, or did not, is no news to anybody.
    """
    if move is Move.CREATE:
        told = _told_of_new(status)
    elif move is Move.CONFIRM:
        told = {Party.PATIENT: _TOLD[move]}
    elif move in _TOLD:
        told = {Party.DOCTOR: _TOLD[move], Party.PATIENT: _TOLD[move]}
    else:
        return {}
    others = {recipient: kind for recipient, kind in told.items() if recipient is not party}
    if move is Move.CREATE and not has_doctor:
        others.pop(Party.DOCTOR, None)
        return {Party.ADMIN: "appointment_waiting", **others}
    return others


def _told_of_new(status: Status) -> dict[Party, str]:
    if status is Status.CONFIRMED:
        return {Party.DOCTOR: "appointment_booked", Party.PATIENT: "appointment_confirmed"}
    return {Party.DOCTOR: "appointment_requested", Party.PATIENT: "appointment_asked"}
