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


def described(appointment: Appointment, proposal: RescheduleProposal) -> dict[str, Any]:
    """Return for the history which change was proposed."""
    return _change(appointment.start_at, proposal.start_at, appointment.mode, proposal.mode)


def changed(appointment: Appointment, *, start_at: datetime | None, mode: str) -> dict[str, Any]:
    """Return for the history what has become of the former beginning and mode."""
    return _change(start_at, appointment.start_at, mode, appointment.mode)


def overtaken(proposal: RescheduleProposal | None, transition: Transition) -> dict[str, Any]:
    """Return for the history which proposal fell with something else than its answer."""
    if proposal is None or transition in OF_PROPOSALS:
        return {}
    return {"proposed": iso_utc(proposal.start_at)}


def _change(
    start_at: datetime | None, new_start_at: datetime | None, mode: str, new_mode: str
) -> dict[str, Any]:
    change = {
        "from": start_at and iso_utc(start_at),
        "to": new_start_at and iso_utc(new_start_at),
    }
    return change if new_mode == mode else {**change, "mode": new_mode}
