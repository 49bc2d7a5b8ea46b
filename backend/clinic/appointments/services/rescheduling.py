"""Moving an appointment to another slot: the old place is freed only if the new one was won."""

from datetime import datetime

from django.db import transaction

from clinic.appointments import policies
from clinic.appointments.lifecycle import Move, Party, Status, next_status
from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import (
    require_bookable,
    require_free,
    save_or_overlap,
    with_alternatives,
)
from clinic.appointments.services.journal import note
from clinic.appointments.services.locks import lock_appointment
from clinic.common.errors import Forbidden, Missing
from clinic.slots.models import Hold, Slot
from clinic.slots.modes import Mode
from clinic.slots.policies import SlotTaken
from clinic.slots.services.places import release_place, take_place
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

    After a patient's move the doctor is asked again, unless they confirm automatically. Raises as
    ``book_slot`` and ``move_appointment`` do; then the appointment stands where it stood.
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
    next_status(status, Move.RESCHEDULE, by=party)
    doctor = appointment.doctor
    if doctor is None:
        # There is nothing to move yet: a request without a doctor is assigned.
        raise Forbidden
    policies.require_in_time(
        move=Move.RESCHEDULE,
        party=party,
        status=status,
        start_at=appointment.start_at,
        cancel_notice=doctor.cancel_notice,
        now=now,
    )
    old_slot_id, old_start_at = appointment.slot_id, appointment.start_at
    if slot_id == old_slot_id:
        return appointment
    slot = _win_place(appointment, slot_id, by=by, party=party, now=now)
    appointment.slot = slot
    appointment.start_at, appointment.end_at = slot.start_at, slot.end_at
    if not Mode(slot.mode).allows(appointment.mode):
        appointment.mode = slot.mode
    appointment.location_note = slot.location
    appointment.status = policies.status_after_reschedule(
        status=status, party=party, auto_confirm=doctor.auto_confirm
    )
    appointment.version += 1
    save_or_overlap(
        appointment,
        fields=["slot", "start_at", "end_at", "mode", "location_note", "status", "version"],
    )
    if old_slot_id is not None:
        release_place(slot_id=old_slot_id)
    note(
        appointment,
        move=Move.RESCHEDULE,
        by=by,
        party=party,
        from_status=status,
        now=now,
        slot_ids=[old_slot_id, slot.pk],
        reason=reason,
        details={"from": _iso(old_start_at), "to": _iso(slot.start_at)},
    )
    return appointment


def _win_place(
    appointment: Appointment, slot_id: int, *, by: User, party: Party, now: datetime
) -> Slot:
    """Take a place in the new slot, with every lock taken in the agreed order first."""
    patient = appointment.patient
    list(Hold.objects.select_for_update().filter(patient=patient, slot_id=slot_id))
    ids = [pk for pk in (slot_id, appointment.slot_id) if pk is not None]
    list(Slot.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    slot = take_place(slot_id=slot_id, patient_id=patient.pk, now=now)
    if slot.doctor_id != appointment.doctor_id:
        raise Missing
    require_bookable(slot, by=by, party=party, now=now)
    require_free(patient, slot.start_at, slot.end_at, but=appointment.pk)
    return slot


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
