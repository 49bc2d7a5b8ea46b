"""Asking for a wished time, without choosing a slot (R2 §6 "Flux Patient → Médecin")."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clinic.appointments import policies
from clinic.appointments.lifecycle import Party, Status, Transition
from clinic.appointments.models import Appointment
from clinic.appointments.selectors.candidate_doctors import doctors_with_free_slot
from clinic.appointments.selectors.taken import Period, taken_periods
from clinic.appointments.services.booking import (
    Wish,
    appointment_for,
    book_place,
)
from clinic.appointments.services.history import record_transition
from clinic.appointments.services.locks import lock_patient_for
from clinic.appointments.services.overlapping import PatientOverlap
from clinic.common.errors import Conflict, Invalid, Missing
from clinic.doctors.models import Doctor, Specialty
from clinic.slots.modes import ConsultationMode
from clinic.slots.policies import SlotTaken
from clinic.slots.selectors.free import nearest_free
from clinic.slots.services.alternatives import Nearby, atomic_with_alternatives
from clinic.users.models import User
from clinic.users.roles import Role


class AlreadyRequested(Conflict):
    """The patient has asked for such an appointment already, and nobody has answered."""

    code = "already_requested"
    sentence = _("A request for this time is already waiting. Cancel it to ask again.")


class EmptyPeriod(Invalid):
    """The wished period ends before it begins."""

    sentence = _("The end must be after the start.")


class InOwnName(Invalid):
    """A doctor asks for another specialty than their own."""

    sentence = _(
        "You ask in your own name, so for your own specialty. For a colleague's, the patient or "
        "the clinic's administration asks."
    )


@dataclass(frozen=True)
class WishedTime:
    """When, and with whom or which kind of doctor, an appointment is wished."""

    start_at: datetime
    end_at: datetime
    doctor_id: int | None = None
    specialty: Specialty | None = None


def request_appointment(
    *, by: User, wished: WishedTime, wish: Wish, now: datetime, patient_id: int | None = None
) -> Appointment:
    """Ask for an appointment.

    A named doctor is booked at once, in their earliest free slot within the period, or SlotTaken
    is raised with the nearest alternatives. Without a name, the system assigns the request when
    exactly one doctor has a free slot then; otherwise it waits for a doctor or an admin. Slots at
    the time of what the patient has booked are passed over; raises PatientOverlap when no other
    slot of the named doctor is left, and AlreadyRequested when the same waits already.

    A doctor asks in their own name: Missing for another doctor, :class:`InOwnName` for a specialty
    that is not theirs.
    """
    if wished.end_at <= wished.start_at:
        raise EmptyPeriod(details={"requested_end": [EmptyPeriod.sentence]})
    if wished.start_at <= now:
        raise policies.InThePast
    if by.role == Role.DOCTOR:
        wished = _in_own_name(wished, by=by)
    with atomic_with_alternatives(_nearest_to(wished, wish, now=now)):
        patient, party = lock_patient_for(by=by, patient_id=patient_id, now=now)
        _require_known_doctor(wished.doctor_id, party=party)
        appointment = appointment_for(patient, by=by, party=party, wish=wish, now=now)
        appointment.specialty = wished.specialty
        appointment.requested_start_at = wished.start_at
        appointment.requested_end_at = wished.end_at
        appointment.mode = wish.mode or ConsultationMode.IN_PERSON
        if not _book_if_clear(appointment, wished, by=by, party=party, now=now):
            _wait(appointment, by=by, party=party, now=now)
    return appointment


def _nearest_to(wished: WishedTime, wish: Wish, *, now: datetime) -> Nearby:
    return lambda: nearest_free(
        doctor_id=wished.doctor_id or 0, around=wished.start_at, now=now, mode=wish.mode
    )


def _in_own_name(wished: WishedTime, *, by: User) -> WishedTime:
    """Return the wish for the doctor who has it: nobody else is shown whom they ask for."""
    own = Doctor.objects.owned_by(by).get()
    if wished.doctor_id not in (None, own.pk):
        raise Missing
    if wished.specialty not in (None, own.specialty):
        raise InOwnName(details={"specialty": [InOwnName.sentence]})
    return replace(wished, doctor_id=own.pk)


def _require_known_doctor(doctor_id: int | None, *, party: Party) -> None:
    """Raise DoesNotExist for a named doctor with whom ``party`` cannot book."""
    if doctor_id is None:
        return
    known = Doctor.objects.bookable() if party is Party.PATIENT else Doctor.objects.practising()
    known.get(pk=doctor_id)


def _book_if_clear(
    appointment: Appointment, wished: WishedTime, *, by: User, party: Party, now: datetime
) -> bool:
    """Book the request when there is one doctor to book it with; return whether it was."""
    candidates = _candidates(appointment, wished, party=party, now=now)
    if len(candidates) != 1:
        return False
    [(doctor_id, slot_id)] = candidates.items()
    try:
        with transaction.atomic():
            book_place(
                appointment, slot_id=slot_id, by=by, party=party, mode=appointment.mode, now=now
            )
    except SlotTaken:
        # Taken a moment ago: a named doctor was the wish, any other request simply waits.
        if wished.doctor_id is not None:
            raise
        return False
    if wished.doctor_id is None:
        record_transition(
            appointment,
            transition=Transition.ASSIGN,
            by=None,
            party=Party.SYSTEM,
            from_status=Status(appointment.status),
            now=now,
            details={"doctor": doctor_id},
        )
    return True


def _wait(appointment: Appointment, *, by: User, party: Party, now: datetime) -> None:
    """Save the request without a doctor. Raises AlreadyRequested when the same waits already."""
    others = Appointment.objects.filter(
        patient=appointment.patient,
        doctor=None,
        status=Status.PENDING,
        specialty=appointment.specialty,
        requested_start_at__lt=appointment.requested_end_at,
        requested_end_at__gt=appointment.requested_start_at,
    )
    if others.exists():
        raise AlreadyRequested
    if party is Party.PATIENT:
        ahead = Appointment.objects.upcoming(now).filter(patient=appointment.patient)
        policies.require_few_appointments(
            upcoming=ahead.count(), most=settings.MOST_UPCOMING_VISITS
        )
    appointment.save()
    record_transition(
        appointment, transition=Transition.CREATE, by=by, party=party, from_status=None, now=now
    )


def _candidates(
    appointment: Appointment, wished: WishedTime, *, party: Party, now: datetime
) -> dict[int, int]:
    """Return whom the request could be seated with, and where.

    For a named doctor raises SlotTaken, or PatientOverlap when only the patient is not free.
    """
    taken = taken_periods(
        appointment.patient, start_at=wished.start_at, end_at=wished.end_at, now=now
    )

    def having_room(besides: list[Period]) -> dict[int, int]:
        return doctors_with_free_slot(
            patient=appointment.patient,
            start_at=wished.start_at,
            end_at=wished.end_at,
            specialty=wished.specialty,
            doctor_id=wished.doctor_id,
            mode=appointment.mode,
            party=party,
            now=now,
            besides=besides,
        )

    candidates = having_room(taken)
    if wished.doctor_id is not None and not candidates:
        raise PatientOverlap if having_room([]) else SlotTaken
    return candidates
