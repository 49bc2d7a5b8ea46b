"""Who is told what of an appointment's transition. Pure."""

from collections.abc import Mapping
from typing import Final

from clinic.appointments.lifecycle import Party, Status, Transition

_TOLD: Final[Mapping[Transition, str]] = {
    Transition.CONFIRM: "appointment_confirmed",
    Transition.DECLINE: "appointment_declined",
    Transition.CANCEL: "appointment_cancelled",
    Transition.RESCHEDULE: "appointment_moved",
    Transition.ASSIGN: "appointment_assigned",
    Transition.EDIT: "appointment_edited",
    Transition.PROPOSE: "proposal_made",
    Transition.ACCEPT: "proposal_accepted",
    Transition.REFUSE: "proposal_declined",
    Transition.WITHDRAW: "proposal_withdrawn",
    Transition.EXPIRE: "proposal_expired",
}


def kinds_for(
    *, transition: Transition, party: Party, status: Status, has_doctor: bool
) -> dict[Party, str]:
    """Return what each party is told of a transition that ``party`` made; nobody is told their own.

    ``status`` and ``has_doctor`` are those after it. Of a request without a doctor every
    admin hears, whoever wrote it down. What took place, or did not, is no news.
    """
    if transition is Transition.CREATE:
        told = _told_of_new(status)
    elif transition is Transition.CONFIRM:
        told = {Party.PATIENT: _TOLD[transition]}
    elif transition in _TOLD:
        told = {Party.DOCTOR: _TOLD[transition], Party.PATIENT: _TOLD[transition]}
    else:
        return {}
    others = {recipient: kind for recipient, kind in told.items() if recipient is not party}
    if transition is Transition.CREATE and not has_doctor:
        others.pop(Party.DOCTOR, None)
        return {Party.ADMIN: "appointment_waiting", **others}
    return others


def _told_of_new(status: Status) -> dict[Party, str]:
    if status is Status.CONFIRMED:
        return {Party.DOCTOR: "appointment_booked", Party.PATIENT: "appointment_confirmed"}
    return {Party.DOCTOR: "appointment_requested", Party.PATIENT: "appointment_asked"}
