"""Moving an appointment to another slot: the old place is freed only if the new one was won."""

from datetime import datetime

from django.db import transaction

from clinic.appointments import policies
from clinic.appointments.lifecycle import Party, Status, Transition, next_status
from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import chosen_mode, require_bookable, with_alternatives
from clinic.appointments.services.history import record_transition
from clinic.appointments.services.locks import lock_appointment
from clinic.appointments.services.placement import place_in, win_place
from clinic.common.errors import Forbidden, Missing
from clinic.common.text import iso_utc
from clinic.slots.models import Slot
from clinic.slots.policies import SlotTaken
from clinic.users.models import User


def reschedule_appointment(
    *,
    by: User,
    appointment_id: int,
    slot_id: int,
    now: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> Appointment:
    """Move an appointment to another slot of the same doctor, in one transaction.

    After a patient's change the doctor is asked again, unless they confirm automatically. Raises as
    ``book_slot`` and ``apply_transition`` do; then the appointment stands where it stood.
    """
    try:
        return _reschedule(
            by=by,
            appointment_id=appointment_id,
            slot_id=slot_id,
            now=now,
            reason=reason,
            expected_version=expected_version,
        )
    except SlotTaken:
        raise with_alternatives(slot_id=slot_id, now=now) from None


@transaction.atomic
def _reschedule(
    *,
    by: User,
    appointment_id: int,
    slot_id: int,
    now: datetime,
    reason: str,
    expected_version: int | None,
) -> Appointment:
    appointment, party = lock_appointment(
        by=by, appointment_id=appointment_id, expected_version=expected_version
    )
    status = Status(appointment.status)
    next_status(status, Transition.RESCHEDULE, by=party)
    doctor = appointment.doctor
    if doctor is None:
        # There is nothing to reschedule yet: a request without a doctor is assigned.
        raise Forbidden
    policies.require_in_time(
        transition=Transition.RESCHEDULE,
        party=party,
        status=status,
        start_at=appointment.start_at,
        cancel_notice=doctor.cancel_notice,
        now=now,
    )
    if slot_id == appointment.slot_id:
        return appointment
    old_start_at = appointment.start_at
    slot = win_place(appointment, slot_id, now=now)
    _require_fitting(slot, appointment, by=by, party=party, now=now)
    appointment.status = policies.status_after_reschedule(
        status=status, party=party, auto_confirm=doctor.auto_confirm
    )
    old_slot_id = place_in(appointment, slot, and_save=("status",))
    record_transition(
        appointment,
        transition=Transition.RESCHEDULE,
        by=by,
        party=party,
        from_status=status,
        now=now,
        slot_ids=[old_slot_id, slot.pk],
        reason=reason,
        details={"from": _iso(old_start_at), "to": _iso(slot.start_at)},
    )
    return appointment


def _require_fitting(
    slot: Slot, appointment: Appointment, *, by: User, party: Party, now: datetime
) -> None:
    if slot.doctor_id != appointment.doctor_id:
        raise Missing
    require_bookable(slot, by=by, party=party, now=now)
    if party is Party.PATIENT:
        # The practice may put an appointment into another mode: they talk to the patient.
        chosen_mode(slot, appointment.mode)


def _iso(instant: datetime | None) -> str | None:
    return iso_utc(instant) if instant else None
