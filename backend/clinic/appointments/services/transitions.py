"""Confirm, decline, cancel, complete, no-show: one transition of one appointment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from clinic.appointments.lifecycle import FINAL, Party, Status, Transition, next_status
from clinic.appointments.models import Appointment
from clinic.appointments.policies import require_in_time
from clinic.appointments.services.history import record_transition
from clinic.appointments.services.locks import lock_appointment
from clinic.common.errors import Forbidden
from clinic.slots.services.capacity import release_place
from clinic.users.models import User

# While no doctor is assigned, no doctor's cancellation notice applies.
NO_NOTICE: Final = timedelta(0)


@dataclass(frozen=True)
class Remark:
    """What is said with a transition: a reason kept in the history, or the doctor's words."""

    reason: str = ""
    message_medecin: str | None = None
    location_note: str | None = None


NOTHING_SAID: Final = Remark()


@transaction.atomic
def apply_transition(
    *,
    by: User,
    appointment_id: int,
    transition: Transition,
    now: datetime,
    remark: Remark = NOTHING_SAID,
    expected_version: int | None = None,
) -> Appointment:
    """Make one transition, keep its history, and record the event that tells others.

    A declined or cancelled appointment gives its place back. Raises DoesNotExist (not visible),
    VersionConflict, InvalidTransition, Forbidden, TooLate, TooEarly or InThePast.
    """
    appointment, party = lock_appointment(
        by=by, appointment_id=appointment_id, expected_version=expected_version
    )
    status = Status(appointment.status)
    following = next_status(status, transition, by=party)
    if appointment.doctor is None and party is Party.DOCTOR:
        # A request that waits for any doctor can only be taken, not turned down for all.
        raise Forbidden
    require_in_time(
        transition=transition,
        party=party,
        status=status,
        start_at=appointment.start_at,
        cancel_notice=appointment.doctor.cancel_notice if appointment.doctor else NO_NOTICE,
        now=now,
    )
    appointment.status = following
    if remark.message_medecin is not None:
        appointment.message_medecin = remark.message_medecin
    if remark.location_note is not None:
        appointment.location_note = remark.location_note
    appointment.version += 1
    appointment.save(update_fields=["status", "message_medecin", "location_note", "version"])
    freed = _give_place_back(appointment, following, transition)
    record_transition(
        appointment,
        transition=transition,
        by=by,
        party=party,
        from_status=status,
        now=now,
        slot_ids=[freed],
        reason=remark.reason,
    )
    return appointment


def _give_place_back(
    appointment: Appointment, status: Status, transition: Transition
) -> int | None:
    """Release the place of what will not take place; return the slot that changed."""
    took_place = transition in (Transition.COMPLETE, Transition.NO_SHOW)
    if status in FINAL and not took_place and appointment.slot_id is not None:
        release_place(slot_id=appointment.slot_id)
        return appointment.slot_id
    return None
