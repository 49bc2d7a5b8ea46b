"""A patient proposes another time or mode for what is confirmed; a part of a transaction.

Both places are kept until the proposal is settled, so neither is public meanwhile.
"""

from datetime import datetime, timedelta

from django.conf import settings

from clinic.appointments import policies
from clinic.appointments.lifecycle import Party, ProposalState, Status, Transition, next_status
from clinic.appointments.models import Appointment, RescheduleProposal
from clinic.appointments.services.booking import chosen_mode
from clinic.appointments.services.history import before, write_transition
from clinic.appointments.services.placement import require_fitting, win_place
from clinic.appointments.services.proposals import (
    can_be_answered,
    described,
    unsettled_proposal,
)
from clinic.appointments.services.transitions import require_in_time
from clinic.slots.models import Slot
from clinic.users.models import User


def is_proposal(appointment: Appointment, party: Party) -> bool:
    """Return whether a change of time or mode by that party is only proposed (``policies``)."""
    return appointment.doctor is not None and policies.is_proposal(
        status=Status(appointment.status),
        party=party,
        auto_confirm=appointment.doctor.auto_confirm,
    )


def propose(
    appointment: Appointment,
    *,
    by: User,
    now: datetime,
    slot_id: int | None = None,
    mode: str | None = None,
    reason: str = "",
) -> None:
    """Propose another slot or mode for a (locked) confirmed appointment.

    What is left out stays as proposed before, or as the appointment has it. The place is won before
    that of a former proposal is given back; wishing for what is confirmed anyway withdraws that
    one. Raises as ``book_slot``, and TooLate; then everything stands as it stood.
    """
    former = unsettled_proposal(appointment)
    present = former if former is not None and can_be_answered(former, now=now) else appointment
    wanted_slot, wanted_mode = slot_id or present.slot_id, mode or present.mode
    if (wanted_slot, wanted_mode) == (present.slot_id, present.mode):
        return
    was = before(appointment, former)
    if (wanted_slot, wanted_mode) == (appointment.slot_id, appointment.mode):
        transition, proposal = Transition.WITHDRAW, former
    else:
        require_in_time(appointment, Transition.RESCHEDULE, party=Party.PATIENT, now=now)
        slot = win_place(appointment, wanted_slot, had=was.places, now=now)
        if slot.pk != appointment.slot_id:
            require_fitting(slot, appointment, by=by, party=Party.PATIENT, now=now)
        transition = Transition.PROPOSE
        proposal = _proposal(appointment, slot, mode=chosen_mode(slot, wanted_mode), by=by, now=now)
        _replace(former, proposal)
    appointment.status = next_status(was.status, transition, by=Party.PATIENT)
    write_transition(
        appointment,
        was._replace(proposal=proposal),
        transition=transition,
        by=by,
        party=Party.PATIENT,
        now=now,
        reason=reason,
        details=described(appointment, proposal) if proposal else {},
    )


def _replace(former: RescheduleProposal | None, proposal: RescheduleProposal) -> None:
    if former is not None:
        former.state = ProposalState.WITHDRAWN
        former.save(update_fields=["state"])
    proposal.save(force_insert=True)


def _proposal(
    appointment: Appointment, slot: Slot, *, mode: str, by: User, now: datetime
) -> RescheduleProposal:
    present_start = appointment.start_at or slot.start_at
    return RescheduleProposal(
        appointment=appointment,
        slot=slot,
        start_at=slot.start_at,
        end_at=slot.end_at,
        mode=mode,
        proposed_by=by,
        created_at=now,
        expires_at=policies.proposal_expires_at(
            present_start,
            slot.start_at,
            now=now,
            answer_within=timedelta(hours=settings.PROPOSAL_ANSWER_HOURS),
        ),
    )
