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
    Transition.AGREE: "appointment_accepted",
    Transition.ARRIVE: "appointment_arrived",
}
# The doctor need not hear of these.
_FOR_PATIENTS: Final = frozenset({Transition.CONFIRM, Transition.ARRIVE})
# What patients have done themselves is confirmed to them by mail, with what their calendar needs.
_RECEIPTS: Final = frozenset({Transition.CREATE, Transition.RESCHEDULE, Transition.CANCEL})


def kinds_for(
    *, transition: Transition, party: Party, status: Status, has_doctor: bool
) -> dict[Party, str]:
    """Return what each party is told of a transition that ``party`` made; nobody is told their own.

    ``status`` and ``has_doctor`` are those after it. Of a request without a doctor every admin
    hears, whoever wrote it down. An appointment that took place, or did not, is no news to anybody.
    """
    told = _news_of(transition, status)
    others = {recipient: kind for recipient, kind in told.items() if recipient is not party}
    if transition is Transition.CREATE and not has_doctor:
        others.pop(Party.DOCTOR, None)
        return {Party.ADMIN: "appointment_waiting", **others}
    return others


def receipt_for(*, transition: Transition, party: Party, status: Status) -> str | None:
    """Return what a patient gets by mail of their own transition."""
    if party is not Party.PATIENT or transition not in _RECEIPTS:
        return None
    return _news_of(transition, status)[Party.PATIENT]


def _news_of(transition: Transition, status: Status) -> dict[Party, str]:
    if transition is Transition.CREATE:
        if status is Status.CONFIRMED:
            return {Party.DOCTOR: "appointment_booked", Party.PATIENT: "appointment_confirmed"}
        return {Party.DOCTOR: "appointment_requested", Party.PATIENT: "appointment_asked"}
    if transition not in _TOLD:
        return {}
    kind = _TOLD[transition]
    if transition in _FOR_PATIENTS:
        return {Party.PATIENT: kind}
    return {Party.DOCTOR: kind, Party.PATIENT: kind}
