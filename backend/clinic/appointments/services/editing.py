"""Changing what is said about an appointment: never its status, time or people."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from clinic.appointments.lifecycle import Party, Transition
from clinic.appointments.models import Appointment, RescheduleProposal
from clinic.appointments.services.booking import chosen_mode, place_of
from clinic.appointments.services.history import before, rewritten, words_of, write_transition
from clinic.appointments.services.locks import lock_appointment
from clinic.appointments.services.proposals import unsettled_proposal
from clinic.appointments.services.proposing import is_proposal, propose
from clinic.appointments.services.transitions import allowed_status, require_in_time
from clinic.users.models import User


@transaction.atomic
def edit_appointment(
    *,
    by: User,
    appointment_id: int,
    changes: Mapping[str, str],
    now: datetime,
    expected_versions: Collection[int] | None = None,
) -> Appointment:
    """Change texts or mode of an active appointment; what stays the same writes nothing.

    A patient who wants a confirmed one in the other mode proposes it, as they propose another time.
    Raises Forbidden when a field is not this person's to write (``policies.WRITABLE``),
    InvalidTransition when the appointment is over, TooLate, ModeNotOffered, VersionConflict.
    """
    appointment, party = lock_appointment(
        by=by, appointment_id=appointment_id, expected_versions=expected_versions
    )
    allowed_status(appointment, Transition.EDIT, party=party, writing=changes.keys())
    wanted = dict(changes)
    if "mode" in wanted and is_proposal(appointment, party):
        propose(appointment, mode=wanted.pop("mode"), by=by, now=now)
    real = {name: value for name, value in wanted.items() if getattr(appointment, name) != value}
    if not real:
        return appointment
    _require_in_time(appointment, real, party=party, now=now)
    if "mode" in real and appointment.slot is not None:
        chosen_mode(appointment.slot, real["mode"])
        real.setdefault("location_note", place_of(appointment.slot, real["mode"]))
    was = before(appointment, _overtaken(appointment) if "mode" in real else None)
    said = words_of(appointment)
    for name, value in real.items():
        setattr(appointment, name, value)
    write_transition(
        appointment,
        was,
        transition=Transition.EDIT,
        by=by,
        party=party,
        now=now,
        details=rewritten(said, appointment),
    )
    return appointment


def _overtaken(appointment: Appointment) -> RescheduleProposal | None:
    """Return the patient's proposal of another mode: the practice has just settled that."""
    proposal = unsettled_proposal(appointment)
    return proposal if proposal and proposal.slot_id == appointment.slot_id else None


def _require_in_time(
    appointment: Appointment, changes: Mapping[str, str], *, party: Party, now: datetime
) -> None:
    """Raise TooLate: another mode is arranged as early as another time, texts until it begins."""
    in_time_for = Transition.RESCHEDULE if "mode" in changes else Transition.EDIT
    require_in_time(appointment, in_time_for, party=party, now=now)
