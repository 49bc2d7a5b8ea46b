"""Giving a request its doctor and slot (DOMAIN.md "Assign")."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from clinic.appointments import policies
from clinic.appointments.lifecycle import Party, Transition
from clinic.appointments.models import Appointment
from clinic.appointments.selectors.candidate_doctors import doctors_with_free_slot
from clinic.appointments.selectors.taken import taken_periods
from clinic.appointments.services.history import before, write_transition
from clinic.appointments.services.locks import lock_appointment
from clinic.appointments.services.placement import place_in, win_place
from clinic.appointments.services.transitions import allowed_status
from clinic.care.models import CareRelation
from clinic.common.errors import Conflict, Forbidden, Invalid, Missing
from clinic.doctors.models import Doctor
from clinic.slots.services.alternatives import atomic_with_alternatives, nearest_to_slot
from clinic.slots.services.request_slots import open_request_slot
from clinic.users.models import User

# A request that names only its beginning lasts as long as R3's appointments.
USUAL_LENGTH: Final = timedelta(minutes=30)


class DoctorNeeded(Invalid):
    """An admin gives a request to somebody and must say to whom."""

    sentence = _("Name the doctor.")


class RecordClosed(Conflict):
    """The patient's side, or an admin, has closed the record to the doctor, and the patient has
    not come back to them since."""

    code = "record_closed"
    sentence = _(
        "This patient's record is closed to this doctor. Please give the request to another one."
    )


def assign_appointment(
    *,
    by: User,
    appointment_id: int,
    now: datetime,
    doctor_id: int | None = None,
    slot_id: int | None = None,
    expected_versions: Collection[int] | None = None,
) -> Appointment:
    """Give a pending request to a doctor: an admin to anyone, a doctor to themself (R2 §6).

    Without ``doctor_id`` a doctor takes it; an admin must say who does (DoctorNeeded).
    Without ``slot_id`` the doctor's free slot at the wished time is taken; if they have none but
    are neither busy nor absent, one is made for this request; what they already have stays.
    Raises :class:`RecordClosed`, SlotTaken with alternatives, Overlap or ModeNotSeen.
    """
    with atomic_with_alternatives(nearest_to_slot(slot_id, now=now)):
        appointment, party = lock_appointment(
            by=by, appointment_id=appointment_id, expected_versions=expected_versions
        )
        allowed_status(appointment, Transition.ASSIGN, party=party, writing=("doctor", "slot"))
        doctor = _doctor_for(by, party, doctor_id)
        if slot_id is None and appointment.doctor_id == doctor.pk:
            return appointment
        _require_open(appointment, doctor)
        if slot_id is None:
            slot_id = _slot_at_wished_time(appointment, doctor, party=party, now=now)
        _place(appointment, slot_id=slot_id, by=by, party=party, now=now, doctor_id=doctor.pk)
        return appointment


def _doctor_for(by: User, party: Party, doctor_id: int | None) -> Doctor:
    """Return who is to have the request. Raises DoctorNeeded, DoesNotExist or Forbidden."""
    practising = Doctor.objects.practising()
    if doctor_id is None and party is not Party.DOCTOR:
        raise DoctorNeeded(details={"doctor": [DoctorNeeded.sentence]})
    doctor = practising.get(user=by) if doctor_id is None else practising.get(pk=doctor_id)
    if party is Party.DOCTOR and doctor.user_id != by.pk:
        raise Forbidden
    return doctor


def _require_open(appointment: Appointment, doctor: Doctor) -> None:
    """Raise RecordClosed for a doctor whom the patient's side did not mean by "any doctor"."""
    if appointment.doctor_id == doctor.pk:
        return
    closed = CareRelation.objects.closed().filter(doctor=doctor, patient=appointment.patient_id)
    if closed.exists():
        raise RecordClosed


def _slot_at_wished_time(
    appointment: Appointment, doctor: Doctor, *, party: Party, now: datetime
) -> int:
    start_at = appointment.requested_start_at or appointment.start_at
    if start_at is None:
        raise Missing
    end_at = appointment.requested_end_at or appointment.end_at or start_at + USUAL_LENGTH
    free = doctors_with_free_slot(
        patient=appointment.patient,
        start_at=start_at,
        end_at=end_at,
        specialty=None,
        doctor_id=doctor.pk,
        mode=appointment.mode,
        party=party,
        now=now,
        besides=taken_periods(
            appointment.patient, start_at=start_at, end_at=end_at, now=now, but=appointment.pk
        ),
    )
    if doctor.pk in free:
        return free[doctor.pk]
    made = open_request_slot(
        doctor=doctor,
        start_at=start_at,
        end_at=min(end_at, start_at + USUAL_LENGTH),
        mode=appointment.mode,
    )
    return made.pk


def _place(
    appointment: Appointment,
    *,
    slot_id: int,
    doctor_id: int,
    by: User,
    party: Party,
    now: datetime,
) -> None:
    """Put a (locked) pending appointment into a slot; its former place is freed.

    Part of the caller's transaction. Raises SlotTaken, PatientOverlap or InThePast.
    """
    was = before(appointment)
    slot = win_place(appointment, slot_id, had=was.places, now=now)
    if slot.doctor_id != doctor_id:
        raise Missing
    if slot.start_at <= now:
        raise policies.InThePast
    place_in(appointment, slot)
    write_transition(
        appointment,
        was,
        transition=Transition.ASSIGN,
        by=by,
        party=party,
        now=now,
        details={"doctor": slot.doctor_id},
    )
