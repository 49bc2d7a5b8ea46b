"""Changing what is said about an appointment: never its status, time or people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from clinic.appointments import policies
from clinic.appointments.lifecycle import Party, Status, Transition, next_status
from clinic.appointments.models import Appointment, RescheduleProposal
from clinic.appointments.services.booking import chosen_mode, place_of
from clinic.appointments.services.history import before, write_transition
from clinic.appointments.services.locks import lock_appointment
from clinic.appointments.services.proposals import unsettled_proposal
from clinic.appointments.services.proposing import propose
from clinic.appointments.services.transitions import require_in_time
from clinic.common.errors import Forbidden
from clinic.users.models import User

_PRACTICE: Final = frozenset({"motif", "mode", "message_medecin", "location_note"})
EDITABLE: Final[Mapping[Party, frozenset[str]]] = {
    Party.PATIENT: frozenset({"motif", "mode", "message_patient"}),
    Party.DOCTOR: _PRACTICE,
    Party.ADMIN: _PRACTICE | {"message_patient"},
    Party.SYSTEM: frozenset(),
}


@transaction.atomic
def edit_appointment(
    *,
    by: User,
    appointment_id: int,
    changes: Mapping[str, str],
    now: datetime,
    expected_version: int | None = None,
) -> Appointment:
    """Change texts or mode of an active appointment; what stays the same writes nothing.

    A patient who wants a confirmed one in the other mode proposes it, as they propose another time.
    Raises Forbidden when a field is not this person's to write, InvalidTransition when the
    appointment is over, TooLate, ModeNotOffered, VersionConflict.
    """
    appointment, party = lock_appointment(
        by=by, appointment_id=appointment_id, expected_version=expected_version
    )
    next_status(Status(appointment.status), Transition.EDIT, by=party)
    if not EDITABLE[party] >= changes.keys():
        raise Forbidden
    wanted = dict(changes)
    if "mode" in wanted and _is_proposal(appointment, party):
        propose(appointment, mode=wanted.pop("mode"), by=by, now=now)
    real = {name: value for name, value in wanted.items() if getattr(appointment, name) != value}
    if not real:
        return appointment
    _require_in_time(appointment, real, party=party, now=now)
    if "mode" in real and appointment.slot is not None:
        chosen_mode(appointment.slot, real["mode"])
        real.setdefault("location_note", place_of(appointment.slot, real["mode"]))
    was = before(appointment, _overtaken(appointment) if "mode" in real else None)
    for name, value in real.items():
        setattr(appointment, name, value)
    write_transition(
        appointment,
        was,
        transition=Transition.EDIT,
        by=by,
        party=party,
        now=now,
        details={"fields": sorted(real)},
    )
    return appointment


def _is_proposal(appointment: Appointment, party: Party) -> bool:
    return appointment.doctor is not None and policies.is_proposal(
        status=Status(appointment.status),
        party=party,
        auto_confirm=appointment.doctor.auto_confirm,
    )


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
