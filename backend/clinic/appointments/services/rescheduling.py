"""Moving an appointment to another slot: the old place is freed only if the new one was won."""

from collections.abc import Collection
from datetime import datetime

from clinic.appointments import policies
from clinic.appointments.lifecycle import Party, Transition
from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import chosen_mode
from clinic.appointments.services.history import before, write_transition
from clinic.appointments.services.locks import lock_appointment
from clinic.appointments.services.placement import place_in, require_fitting, win_place
from clinic.appointments.services.proposals import changed, overtaken, unsettled_proposal
from clinic.appointments.services.proposing import is_proposal, propose
from clinic.appointments.services.transitions import allowed_status, require_in_time
from clinic.slots.services.alternatives import atomic_with_alternatives, nearest_to_slot
from clinic.users.models import User


def reschedule_appointment(
    *,
    by: User,
    appointment_id: int,
    slot_id: int,
    now: datetime,
    reason: str = "",
    expected_versions: Collection[int] | None = None,
) -> Appointment:
    """Move an appointment to another slot of the same doctor, in one transaction.

    What a patient changes of a confirmed appointment is only proposed, unless the doctor confirms
    automatically: the appointment stands until the doctor answers. Raises as ``book_slot`` and
    ``apply_transition`` do; then it stands where it stood.
    """
    with atomic_with_alternatives(nearest_to_slot(slot_id, now=now)):
        appointment, party = lock_appointment(
            by=by, appointment_id=appointment_id, expected_versions=expected_versions
        )
        said = {"slot", "reason"} if reason else {"slot"}
        allowed_status(appointment, Transition.RESCHEDULE, party=party, writing=said)
        require_in_time(appointment, Transition.RESCHEDULE, party=party, now=now)
        if is_proposal(appointment, party):
            propose(appointment, slot_id=slot_id, by=by, now=now, reason=reason)
        elif slot_id != appointment.slot_id:
            _move(appointment, slot_id, by=by, party=party, now=now, reason=reason)
    return appointment


def _move(
    appointment: Appointment, slot_id: int, *, by: User, party: Party, now: datetime, reason: str
) -> None:
    """Move it at once; a proposal of the patient's is overtaken."""
    proposal = unsettled_proposal(appointment)
    was = before(appointment, proposal)
    slot = win_place(appointment, slot_id, had=was.places, now=now)
    require_fitting(slot, appointment, by=by, party=party, now=now)
    if party is Party.PATIENT:
        # The practice may put an appointment into another mode: they talk to the patient.
        chosen_mode(slot, appointment.mode)
    start_at, mode = appointment.start_at, appointment.mode
    place_in(appointment, slot)
    details = changed(appointment, start_at=start_at, mode=mode)
    appointment.status = policies.status_after_reschedule(
        status=was.status, party=party, auto_confirm=slot.doctor.auto_confirm
    )
    write_transition(
        appointment,
        was,
        transition=Transition.RESCHEDULE,
        by=by,
        party=party,
        now=now,
        reason=reason,
        details=overtaken(proposal, Transition.RESCHEDULE) | details,
    )
