"""Booking a slot. The database decides who wins: one conditional update and one insert."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from clinic.appointments import policies
from clinic.appointments.lifecycle import Party, Transition
from clinic.appointments.models import Appointment
from clinic.appointments.selectors.taken import ahead_of, periods_within
from clinic.appointments.services.history import record_transition
from clinic.appointments.services.locks import lock_patient_for
from clinic.appointments.services.overlapping import PatientOverlap, save_or_overlap
from clinic.common.errors import Invalid, Missing
from clinic.patients.models import Patient
from clinic.slots.models import Slot
from clinic.slots.modes import ConsultationMode, Mode
from clinic.slots.services.alternatives import atomic_with_alternatives, nearest_to_slot
from clinic.slots.services.capacity import take_place
from clinic.users.models import User


class ModeNotOffered(Invalid):
    """The slot does not offer the wanted mode."""

    code = "mode_not_offered"
    sentence = _("This slot is not offered in this way (in person or by video).")


@dataclass(frozen=True)
class Wish:
    """What a person says when they book; ``mode`` None takes what the slot offers."""

    motif: str = ""
    mode: str | None = None
    message: str = ""


def book_slot(
    *,
    by: User,
    slot_id: int,
    wish: Wish,
    now: datetime,
    patient_id: int | None = None,
    doctor_id: int | None = None,
) -> Appointment:
    """Book one place of a slot for a patient.

    ``patient_id`` is for the practice; a patient always books for themself. ``doctor_id`` must be
    the slot's doctor when it is given (R1 ``/api/slots/reserve/``).
    Raises SlotTaken with the three nearest free slots, PatientOverlap, TooManyAppointments,
    ModeNotOffered, or a refusal of the time (``policies``); then nothing has changed.
    """
    with atomic_with_alternatives(nearest_to_slot(slot_id, now=now, mode=wish.mode)):
        patient, party = lock_patient_for(by=by, patient_id=patient_id, now=now)
        appointment = appointment_for(patient, by=by, party=party, wish=wish, now=now)
        book_place(
            appointment,
            slot_id=slot_id,
            by=by,
            party=party,
            mode=wish.mode,
            now=now,
            doctor_id=doctor_id,
        )
    return appointment


def appointment_for(
    patient: Patient, *, by: User, party: Party, wish: Wish, now: datetime
) -> Appointment:
    """Return a new appointment, not saved yet: for whom, and what ``by`` says about it."""
    return Appointment(
        patient=patient,
        motif=wish.motif,
        message_patient=wish.message if party is Party.PATIENT else "",
        message_medecin="" if party is Party.PATIENT else wish.message,
        accepted_at=None if party is Party.DOCTOR else now,
        created_by=by,
        created_at=now,
    )


def book_place(
    appointment: Appointment,
    *,
    slot_id: int,
    by: User,
    party: Party,
    mode: str | None,
    now: datetime,
    doctor_id: int | None = None,
) -> None:
    """Save a new appointment of a (locked) patient in a place of the slot, with its history.

    Part of the caller's transaction. Raises as :func:`book_slot`.
    """
    patient = appointment.patient
    slot = take_place(slot_id=slot_id, patient_id=patient.pk, now=now)
    require_bookable(slot, by=by, party=party, now=now, doctor_id=doctor_id)
    _require_room(patient, party, slot, now=now)
    appointment.mode = chosen_mode(slot, mode)
    appointment.doctor, appointment.slot = slot.doctor, slot
    appointment.start_at, appointment.end_at = slot.start_at, slot.end_at
    appointment.location_note = place_of(slot, appointment.mode)
    appointment.status = policies.first_status(party=party, auto_confirm=slot.doctor.auto_confirm)
    save_or_overlap(appointment)
    record_transition(
        appointment,
        transition=Transition.CREATE,
        by=by,
        party=party,
        from_status=None,
        now=now,
        slot_ids=[slot.pk],
    )


def _require_room(patient: Patient, party: Party, slot: Slot, *, now: datetime) -> None:
    """Raise unless the (locked) patient may have one more appointment, and is free at that time.

    Read after the lock: two bookings of one person go one after the other.
    """
    ahead = ahead_of(patient, now=now)
    if party is Party.PATIENT:
        upcoming = sum(one.is_upcoming for one in ahead)
        policies.require_few_appointments(upcoming=upcoming, most=settings.MOST_UPCOMING_VISITS)
    if periods_within(ahead, start_at=slot.start_at, end_at=slot.end_at):
        raise PatientOverlap


def require_bookable(
    slot: Slot, *, by: User, party: Party, now: datetime, doctor_id: int | None = None
) -> None:
    """Raise unless ``party`` may book this slot at ``now``: the doctor's policy (DOMAIN.md)."""
    doctor = slot.doctor
    if doctor_id is not None and doctor.pk != doctor_id:
        raise Missing
    if party is Party.DOCTOR and doctor.user_id != by.pk:
        raise Missing
    account = doctor.user
    if not (account.is_approved and account.is_active):
        raise Missing
    if party is Party.PATIENT and not doctor.is_listed:
        # As unknown as in the directory; the practice books whom it knows.
        raise Missing
    policies.require_bookable_time(
        party=party,
        start_at=slot.start_at,
        min_notice=doctor.min_notice,
        horizon_days=doctor.horizon_days,
        now=now,
    )


def chosen_mode(slot: Slot, wanted: str | None) -> str:
    """Return the appointment's mode; raise ModeNotOffered when the slot does not offer it."""
    offered = Mode(slot.mode)
    if not wanted:
        return str(ConsultationMode.IN_PERSON if offered is Mode.BOTH else offered)
    if not offered.allows(wanted):
        raise ModeNotOffered(details={"consultation_mode": [ModeNotOffered.sentence]})
    return wanted


def place_of(slot: Slot, mode: str) -> str:
    """Return where an appointment takes place: one by video has no street address."""
    return "" if mode == ConsultationMode.VIDEO else slot.location
