"""Open proposals; parts of a transaction, not one."""

from datetime import datetime
from typing import Any

from clinic.appointments.lifecycle import (
    ANSWERS,
    OF_PROPOSALS,
    InvalidTransition,
    Status,
    Transition,
)
from clinic.appointments.models import Appointment, RescheduleProposal
from clinic.common.text import iso_utc


def unsettled_proposal(appointment: Appointment) -> RescheduleProposal | None:
    """Return the (locked) appointment's open proposal under lock, even one that is too late to
    answer: it has its place until it is settled."""
    if appointment.status != Status.CONFIRMED:
        return None
    unsettled = RescheduleProposal.objects.unsettled().filter(appointment=appointment)
    return unsettled.select_for_update(no_key=True).first()


def can_be_answered(proposal: RescheduleProposal | None, *, now: datetime) -> bool:
    """Return whether there is a proposal whose time to answer has not passed."""
    return proposal is not None and proposal.expires_at > now


def meant(
    transition: Transition, proposal: RescheduleProposal | None, *, now: datetime
) -> Transition:
    """Return what is asked for: while a proposal waits, confirming and declining answer it.

    Raises InvalidTransition for what needs a proposal when none waits.
    """
    if can_be_answered(proposal, now=now):
        return ANSWERS.get(transition, transition)
    if transition in OF_PROPOSALS:
        raise InvalidTransition
    return transition


def described(
    appointment: Appointment, proposal: RescheduleProposal | None, transition: Transition
) -> dict[str, Any]:
    """Return for the history which change was proposed, or overtaken."""
    if proposal is None:
        return {}
    to = iso_utc(proposal.start_at)
    if transition not in OF_PROPOSALS | {Transition.PROPOSE}:
        return {"proposed": to}
    change = {"from": appointment.start_at and iso_utc(appointment.start_at), "to": to}
    return change if proposal.mode == appointment.mode else {**change, "mode": proposal.mode}
