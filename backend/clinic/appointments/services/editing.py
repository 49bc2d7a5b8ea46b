"""Changing what is said about an appointment: never its status, time or people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from clinic.appointments.lifecycle import Move, Party, Status, next_status
from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import chosen_mode, place_of
from clinic.appointments.services.journal import note
from clinic.appointments.services.locks import lock_appointment
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

    Raises Forbidden when a field is not this person's to write, InvalidTransition when the
    appointment is over, ModeNotOffered, VersionConflict.
    """
    appointment, party = lock_appointment(
        by=by, appointment_id=appointment_id, expected_version=expected_version
    )
    status = Status(appointment.status)
    next_status(status, Move.EDIT, by=party)
    if not EDITABLE[party] >= changes.keys():
        raise Forbidden
    real = {name: value for name, value in changes.items() if getattr(appointment, name) != value}
    if not real:
        return appointment
    if "mode" in real and appointment.slot is not None:
        chosen_mode(appointment.slot, real["mode"])
        real.setdefault("location_note", place_of(appointment.slot, real["mode"]))
    for name, value in real.items():
        setattr(appointment, name, value)
    appointment.version += 1
    appointment.save(update_fields=[*real, "version"])
    note(
        appointment,
        move=Move.EDIT,
        by=by,
        party=party,
        from_status=status,
        now=now,
        details={"fields": sorted(real)},
    )
    return appointment
