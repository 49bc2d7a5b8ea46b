"""Putting an existing appointment into another slot; parts of a transaction, not one."""

from datetime import datetime
from typing import Final

from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import place_of, require_free, save_or_overlap
from clinic.slots.models import Hold, Slot
from clinic.slots.modes import ConsultationMode, Mode
from clinic.slots.services.capacity import release_place, take_place

PLACEMENT_FIELDS: Final = (
    "doctor",
    "slot",
    "start_at",
    "end_at",
    "mode",
    "location_note",
    "version",
)


def win_place(appointment: Appointment, slot_id: int, *, now: datetime) -> Slot:
    """Take a place in the slot for the appointment's (locked) patient.

    Every lock is taken in the agreed order first. Raises SlotTaken or PatientOverlap.
    """
    patient = appointment.patient
    list(Hold.objects.select_for_update().filter(patient=patient, slot_id=slot_id))
    ids = [pk for pk in (slot_id, appointment.slot_id) if pk is not None]
    list(Slot.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    slot = take_place(slot_id=slot_id, patient_id=patient.pk, now=now)
    require_free(patient, slot.start_at, slot.end_at, but=appointment.pk)
    return slot


def place_in(appointment: Appointment, slot: Slot, *, and_save: tuple[str, ...] = ()) -> int | None:
    """Write the slot into the appointment and free its former place; return that slot's id."""
    old_slot_id = appointment.slot_id
    appointment.doctor, appointment.slot = slot.doctor, slot
    appointment.start_at, appointment.end_at = slot.start_at, slot.end_at
    was_by_video = appointment.mode == ConsultationMode.VIDEO
    if not Mode(slot.mode).allows(appointment.mode):
        appointment.mode = slot.mode
    # The link of a video appointment stays good at another time.
    if not (was_by_video and appointment.mode == ConsultationMode.VIDEO):
        appointment.location_note = place_of(slot, appointment.mode)
    appointment.version += 1
    save_or_overlap(appointment, fields=[*PLACEMENT_FIELDS, *and_save])
    if old_slot_id is not None:
        release_place(slot_id=old_slot_id)
    return old_slot_id
