"""Finding an existing appointment another place; parts of a transaction, not one."""

from datetime import datetime

from clinic.appointments.lifecycle import Party
from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import place_of, require_bookable
from clinic.appointments.services.overlapping import require_free
from clinic.common.errors import Missing
from clinic.slots.models import Hold, Slot
from clinic.slots.modes import ConsultationMode, Mode
from clinic.slots.policies import SlotTaken
from clinic.slots.services.capacity import keep_place, take_place
from clinic.users.models import User


def win_place(
    appointment: Appointment, slot_id: int | None, *, had: set[int], now: datetime
) -> Slot:
    """Take a place in the slot for the appointment's (locked) patient.

    A place that it has there already (``had``) is kept. Every lock is
    taken in the agreed order first. Raises SlotTaken, also for a slot that is gone (None), or
    PatientOverlap.
    """
    if slot_id is None:
        raise SlotTaken
    patient = appointment.patient
    list(Hold.objects.select_for_update().filter(patient=patient, slot_id=slot_id))
    rows = Slot.objects.filter(pk__in=had | {slot_id}).order_by("pk")
    list(rows.select_for_update(no_key=True))
    if slot_id in had:
        slot = keep_place(slot_id=slot_id)
    else:
        slot = take_place(slot_id=slot_id, patient_id=patient.pk, now=now)
    require_free(patient, slot.start_at, slot.end_at, now=now, but=appointment.pk)
    return slot


def require_fitting(
    slot: Slot, appointment: Appointment, *, by: User, party: Party, now: datetime
) -> None:
    """Raise unless ``by`` may move the appointment into that slot: its doctor's, and bookable
    now (``book_slot``)."""
    if slot.doctor_id != appointment.doctor_id:
        raise Missing
    require_bookable(slot, by=by, party=party, now=now)


def place_in(appointment: Appointment, slot: Slot, *, mode: str | None = None) -> None:
    """Write the slot into the appointment, unsaved; in the present mode unless told otherwise, as
    far as the slot offers it."""
    was_by_video = appointment.mode == ConsultationMode.VIDEO
    wanted = mode or appointment.mode
    appointment.mode = wanted if Mode(slot.mode).allows(wanted) else slot.mode
    appointment.doctor, appointment.slot = slot.doctor, slot
    appointment.start_at, appointment.end_at = slot.start_at, slot.end_at
    # The link of a video appointment stays good at another time.
    if not (was_by_video and appointment.mode == ConsultationMode.VIDEO):
        appointment.location_note = place_of(slot, appointment.mode)
