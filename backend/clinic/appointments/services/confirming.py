"""Confirming a request, as it is or with another time, mode or place; or a patient's proposal."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from clinic.appointments.lifecycle import Party, Transition
from clinic.appointments.models import Appointment, RescheduleProposal
from clinic.appointments.services.booking import chosen_mode
from clinic.appointments.services.history import (
    Before,
    before,
    rewritten,
    words_of,
    write_transition,
)
from clinic.appointments.services.locks import lock_appointment
from clinic.appointments.services.placement import place_in, require_fitting, win_place
from clinic.appointments.services.proposals import changed, meant, overtaken, unsettled_proposal
from clinic.appointments.services.transitions import allowed_status, require_in_time
from clinic.common.errors import Invalid
from clinic.slots.services.alternatives import atomic_with_alternatives, nearest_to_slot
from clinic.users.models import User


class AlreadyThen(Invalid):
    """A proposal is answered with what the appointment is anyway."""

    code = "already_then"
    sentence = _("The appointment is at this time already. Decline the proposal to keep it.")


@dataclass(frozen=True)
class Terms:
    """What the practice settles with a confirmation; None leaves it as it was asked for."""

    slot_id: int | None = None
    mode: str | None = None
    message_medecin: str | None = None
    location_note: str | None = None

    @property
    def names(self) -> set[str]:
        """What is settled, by the names of ``policies.WRITABLE``."""
        settled = {
            "slot": self.slot_id,
            "mode": self.mode,
            "message_medecin": self.message_medecin,
            "location_note": self.location_note,
        }
        return {name for name, value in settled.items() if value is not None}


AS_ASKED: Final = Terms()


def confirm_appointment(
    *,
    by: User,
    appointment_id: int,
    now: datetime,
    terms: Terms = AS_ASKED,
    expected_versions: Collection[int] | None = None,
) -> Appointment:
    """Confirm a request, as it was asked for or as ``terms`` say.

    While a patient's proposal waits, it is accepted: the appointment moves and its former place is
    free. With a third time in ``terms`` the practice moves it there instead. Raises as
    ``apply_transition`` and ``reschedule_appointment``, and AlreadyThen; then nothing has changed.
    """
    with atomic_with_alternatives(nearest_to_slot(terms.slot_id, now=now)):
        appointment, party = lock_appointment(
            by=by, appointment_id=appointment_id, expected_versions=expected_versions
        )
        proposal = unsettled_proposal(appointment)
        transition = meant(Transition.CONFIRM, proposal, now=now)
        was = before(appointment, proposal)
        start_at, mode, said = appointment.start_at, appointment.mode, words_of(appointment)
        appointment.status = allowed_status(
            appointment, transition, party=party, writing=terms.names
        )
        if _is_third_time(transition, proposal, terms):
            transition = Transition.RESCHEDULE
        is_placed = _place(appointment, was, transition, terms, by=by, party=party, now=now)
        require_in_time(appointment, transition, party=party, now=now)
        _say(appointment, terms)
        details = changed(appointment, start_at=start_at, mode=mode) if is_placed else {}
        write_transition(
            appointment,
            was,
            transition=transition,
            by=by,
            party=party,
            now=now,
            details=overtaken(proposal, transition) | details | rewritten(said, appointment),
        )
    return appointment


def _is_third_time(
    transition: Transition, proposal: RescheduleProposal | None, terms: Terms
) -> bool:
    """Return whether a proposal is answered with another slot than the proposed one."""
    if transition is not Transition.ACCEPT or proposal is None:
        return False
    return terms.slot_id not in (None, proposal.slot_id)


def _place(
    appointment: Appointment,
    was: Before,
    transition: Transition,
    terms: Terms,
    *,
    by: User,
    party: Party,
    now: datetime,
) -> bool:
    """Put the appointment where and how it is to take place; return whether that is another."""
    asked = was.proposal if was.proposal and transition is Transition.ACCEPT else appointment
    slot_id, mode = terms.slot_id or asked.slot_id, terms.mode or asked.mode
    if (slot_id, mode) == (appointment.slot_id, appointment.mode):
        if transition is not Transition.CONFIRM:
            raise AlreadyThen(details={"slot": [AlreadyThen.sentence]})
        return False
    slot = win_place(appointment, slot_id, had=was.places, now=now)
    require_fitting(slot, appointment, by=by, party=party, now=now)
    # Never silently in another mode than it was asked for.
    place_in(appointment, slot, mode=chosen_mode(slot, mode))
    return True


def _say(appointment: Appointment, terms: Terms) -> None:
    if terms.message_medecin is not None:
        appointment.message_medecin = terms.message_medecin
    if terms.location_note is not None:
        appointment.location_note = terms.location_note
