"""Confirming a request, as it is or with another time, mode or place; or a patient's proposal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import chosen_mode
from clinic.appointments.services.history import before, write_transition
from clinic.appointments.services.locks import lock_appointment
from clinic.appointments.services.placement import place_in, win_place
from clinic.appointments.services.proposals import described, meant, unsettled_proposal
from clinic.appointments.services.transitions import allowed_status
from clinic.users.models import User


@dataclass(frozen=True)
class Terms:
    """What the practice says with a confirmation; None leaves it as it is."""

    message_medecin: str | None = None
    location_note: str | None = None


AS_ASKED: Final = Terms()


@transaction.atomic
def confirm_appointment(
    *,
    by: User,
    appointment_id: int,
    now: datetime,
    terms: Terms = AS_ASKED,
    expected_version: int | None = None,
) -> Appointment:
    """Confirm a request; while a patient's proposal waits, accept it: the appointment moves and its
    former place is free.

    Raises as ``apply_transition``; SlotTaken when the doctor has closed the proposed slot.
    """
    appointment, party = lock_appointment(
        by=by, appointment_id=appointment_id, expected_version=expected_version
    )
    proposal = unsettled_proposal(appointment)
    transition = meant(Transition.CONFIRM, proposal, now=now)
    was, details = before(appointment, proposal), described(appointment, proposal, transition)
    appointment.status = allowed_status(appointment, transition, party=party, now=now)
    if proposal is not None and transition is Transition.ACCEPT:
        slot = win_place(appointment, proposal.slot_id, had=was.places, now=now)
        place_in(appointment, slot, mode=chosen_mode(slot, proposal.mode))
    _say(appointment, terms)
    write_transition(
        appointment,
        was,
        transition=transition,
        by=by,
        party=party,
        now=now,
        details=details,
    )
    return appointment


def _say(appointment: Appointment, terms: Terms) -> None:
    if terms.message_medecin is not None:
        appointment.message_medecin = terms.message_medecin
    if terms.location_note is not None:
        appointment.location_note = terms.location_note
