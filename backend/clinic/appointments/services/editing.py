"""Changing what is said about an appointment: never its status, time or people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from clinic.appointments import policies
from clinic.appointments.lifecycle import Party, Status, Transition, next_status
from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import chosen_mode, place_of
from clinic.appointments.services.history import record_transition
from clinic.appointments.services.locks import lock_appointment
from clinic.appointments.services.transitions import NO_NOTICE
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

    A patient who wants a confirmed one in the other mode asks the doctor again, as for a new time.
    Raises Forbidden when a field is not this person's to write, InvalidTransition when the
    appointment is over, TooLate, ModeNotOffered, VersionConflict.
    """
    appointment, party = lock_appointment(
        by=by, appointment_id=appointment_id, expected_version=expected_version
    )
    status = Status(appointment.status)
    next_status(status, Transition.EDIT, by=party)
    if not EDITABLE[party] >= changes.keys():
        raise Forbidden
    real = {name: value for name, value in changes.items() if getattr(appointment, name) != value}
    if not real:
        return appointment
    _require_in_time(appointment, real, party=party, now=now)
    if "mode" in real and party is Party.PATIENT:
        real |= _status_in_other_mode(appointment)
    if "mode" in real and appointment.slot is not None:
        chosen_mode(appointment.slot, real["mode"])
        real.setdefault("location_note", place_of(appointment.slot, real["mode"]))
    for name, value in real.items():
        setattr(appointment, name, value)
    appointment.version += 1
    appointment.save(update_fields=[*real, "version"])
    record_transition(
        appointment,
        transition=Transition.EDIT,
        by=by,
        party=party,
        from_status=status,
        now=now,
        details={"fields": sorted(real.keys() - {"status"})},
    )
    return appointment


def _require_in_time(
    appointment: Appointment, changes: Mapping[str, str], *, party: Party, now: datetime
) -> None:
    """Raise TooLate: another mode is arranged as early as another time, texts until it begins."""
    policies.require_in_time(
        transition=Transition.RESCHEDULE if "mode" in changes else Transition.EDIT,
        party=party,
        status=Status(appointment.status),
        start_at=appointment.start_at,
        cancel_notice=appointment.doctor.cancel_notice if appointment.doctor else NO_NOTICE,
        now=now,
    )


def _status_in_other_mode(appointment: Appointment) -> dict[str, str]:
    """Return what becomes of an appointment whose patient wants it in the other mode."""
    if appointment.status != Status.CONFIRMED or appointment.doctor is None:
        return {}
    status = policies.status_after_reschedule(
        status=Status.CONFIRMED,
        party=Party.PATIENT,
        auto_confirm=appointment.doctor.auto_confirm,
    )
    return {} if status is Status.CONFIRMED else {"status": status}
