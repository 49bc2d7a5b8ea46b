"""Appointments that are asked for without choosing a slot."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.policies import InThePast
from clinic.appointments.services import requesting
from clinic.appointments.services.assigning import assign_appointment
from clinic.appointments.services.overlapping import PatientOverlap
from clinic.appointments.services.requesting import (
    AlreadyRequested,
    EmptyPeriod,
    InOwnName,
)
from clinic.appointments.services.transitions import apply_transition
from clinic.common.errors import Missing
from clinic.doctors.models import Doctor, Specialty
from clinic.outbox.models import Event
from clinic.patients.services.dependants import Person
from clinic.patients.services.records import create_patient
from clinic.slots.models import Slot
from clinic.slots.policies import SlotTaken
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Ask = Callable[..., Appointment]


def test_a_request_nobody_can_take_waits(ada: User, dr_cho: User, ask: Ask) -> None:
    asked = ask(ada)

    assert (asked.doctor, asked.slot, asked.status) == (None, None, "pending")


def test_the_only_doctor_with_a_free_slot_gets_it(
    ada: User, dr_cho: User, dr_diaz: User, specialty: Specialty, start_at: datetime, ask: Ask
) -> None:
    slot = slot_at(dr_cho.doctor, start_at)

    asked = ask(ada, specialty=specialty)

    asked.refresh_from_db()
    assert (asked.doctor, asked.slot, asked.status) == (dr_cho.doctor, slot, "pending")
    last = AppointmentEvent.objects.latest("id")
    assert (last.transition, last.party, last.by) == ("assign", "system", None)


def test_a_wish_is_confirmed_as_a_booking_is(
    ada: User, ben: User, dr_cho: User, appointment: Appointment, start_at: datetime, ask: Ask
) -> None:
    doctor = dr_cho.doctor
    for hours in (1, 2, 3):
        slot_at(doctor, start_at + timedelta(hours=hours))
    day: dict[str, Any] = {"end_at": start_at + timedelta(days=1)}

    by_doctor = ask(dr_cho, doctor_id=doctor.pk, patient_id=ada.patient.pk, **day)
    Doctor.objects.update(auto_confirm=True)
    named, unnamed = ask(ben, doctor_id=doctor.pk, **day), ask(ben, **day)

    assert (by_doctor.status, by_doctor.created_by) == ("confirmed", dr_cho)
    assert (by_doctor.message_medecin, by_doctor.message_patient) == ("Venez à jeun", "")
    assert (named.status, named.message_patient) == ("confirmed", "Venez à jeun")
    assert (named.message_medecin, named.requested_start_at) == ("", start_at)
    assert (unnamed.status, unnamed.doctor) == ("confirmed", doctor)
    rows = AppointmentEvent.objects.filter(appointment=unnamed).order_by("id")
    assert [(row.transition, row.party, row.to_status) for row in rows] == [
        ("create", "patient", "confirmed"),
        ("assign", "system", "confirmed"),
    ]


def test_two_possible_doctors_leave_the_choice_to_people(
    ada: User, dr_cho: User, dr_diaz: User, start_at: datetime, ask: Ask
) -> None:
    slot_at(dr_cho.doctor, start_at)
    slot_at(dr_diaz.doctor, start_at)

    assert ask(ada).doctor is None
    assert sum(Slot.objects.values_list("booked", flat=True)) == 0


def test_a_named_doctor_is_booked_at_their_earliest_slot(
    ada: User, dr_cho: User, start_at: datetime, ask: Ask
) -> None:
    slot_at(dr_cho.doctor, start_at + timedelta(minutes=30))
    first = slot_at(dr_cho.doctor, start_at)

    assert ask(ada, doctor_id=dr_cho.doctor.pk).slot == first


def test_a_named_doctor_without_room_is_a_refusal_with_alternatives(
    ada: User, dr_cho: User, start_at: datetime, ask: Ask
) -> None:
    near = slot_at(dr_cho.doctor, start_at + timedelta(hours=3))

    with pytest.raises(SlotTaken) as refused:
        ask(ada, doctor_id=dr_cho.doctor.pk)

    assert refused.value.details is not None
    assert [row["id"] for row in refused.value.details["alternatives"]] == [near.pk]
    assert Appointment.objects.count() == 0


def test_a_slot_lost_a_moment_ago_refuses_who_was_named_only(
    ada: User,
    appointment: Appointment,
    dr_cho: User,
    ben: User,
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The search still saw the slot that Ada has meanwhile."""
    assert appointment.slot is not None
    seen = {dr_cho.doctor.pk: appointment.slot.pk}
    monkeypatch.setattr(requesting, "doctors_with_free_slot", lambda **_wanted: seen)

    with pytest.raises(SlotTaken):
        ask(ben, doctor_id=dr_cho.doctor.pk)
    assert Appointment.objects.get() == appointment

    waiting = ask(ben)

    assert (waiting.doctor, waiting.slot, waiting.status) == (None, None, "pending")
    assert [row.transition for row in waiting.events.all()] == ["create"]


def test_a_doctor_who_cannot_be_booked_cannot_be_named(ada: User, dr_new: User, ask: Ask) -> None:
    with pytest.raises(Doctor.DoesNotExist):
        ask(ada, doctor_id=dr_new.doctor.pk)


def test_a_wish_reaches_no_further_than_a_booking(
    ada: User, eve: User, dr_cho: User, now: datetime, ask: Ask
) -> None:
    policy = dr_cho.doctor
    soon = slot_at(policy, now + policy.min_notice - timedelta(minutes=1))
    far = slot_at(policy, now + timedelta(days=policy.horizon_days))
    for slot in (soon, far):
        period = {"start_at": slot.start_at, "end_at": slot.end_at}
        with pytest.raises(SlotTaken):
            ask(ada, doctor_id=policy.pk, **period)
        # Asked for anybody, it waits.
        assert ask(ada, **period).doctor is None
        # The practice books at any future time.
        assert ask(eve, doctor_id=policy.pk, patient_id=ada.patient.pk, **period).slot == slot


def test_notice_and_horizon_are_counted_from_the_slot(
    ada: User, dr_cho: User, now: datetime, ask: Ask
) -> None:
    slot_at(dr_cho.doctor, now + timedelta(minutes=10))
    first = slot_at(dr_cho.doctor, now + dr_cho.doctor.min_notice)
    period = {"start_at": now + timedelta(minutes=5), "end_at": now + timedelta(days=90)}

    assert ask(ada, doctor_id=dr_cho.doctor.pk, **period).slot == first


def test_a_doctor_asks_for_nobody_elses_calendar(
    ada: User, appointment: Appointment, dr_cho: User, dr_diaz: User, start_at: datetime, ask: Ask
) -> None:
    slot = slot_at(dr_diaz.doctor, start_at + timedelta(hours=1))
    events, told = AppointmentEvent.objects.count(), Event.objects.count()
    period = {"start_at": slot.start_at, "end_at": slot.end_at, "patient_id": ada.patient.pk}

    with pytest.raises(Missing):
        ask(dr_cho, doctor_id=dr_diaz.doctor.pk, **period)

    slot.refresh_from_db()
    assert slot.booked == 0
    assert list(Appointment.objects.all()) == [appointment]
    assert (AppointmentEvent.objects.count(), Event.objects.count()) == (events, told)
    # Asked for anybody, a doctor asks for themself, and has no room then.
    with pytest.raises(SlotTaken):
        ask(dr_cho, **period)


def test_a_doctor_asks_in_their_own_name_and_may_take_it_back(
    dr_cho: User, dr_diaz: User, dr_eto: User, now: datetime, ask: Ask
) -> None:
    slot = slot_at(dr_diaz.doctor, now + timedelta(days=2))
    person = Person("Wanda", "Kern", date(1950, 1, 2), phone="0612345678")
    patient = create_patient(by=dr_diaz, person=person, today=timezone.localdate())

    with pytest.raises(InOwnName):
        ask(dr_diaz, patient_id=patient.pk, specialty=dr_eto.doctor.specialty)
    asked = ask(dr_diaz, patient_id=patient.pk, specialty=dr_diaz.doctor.specialty)

    assert (asked.doctor, asked.slot, asked.status) == (dr_diaz.doctor, slot, "confirmed")
    assert not Appointment.objects.visible_to(dr_cho).exists()
    apply_transition(by=dr_diaz, appointment_id=asked.pk, transition=Transition.CANCEL, now=now)
    asked.refresh_from_db()
    assert asked.status == "cancelled"


def test_what_a_doctor_asked_for_anybody_once_is_shown_to_no_other(
    ada: User, dr_cho: User, dr_diaz: User, eve: User, ask: Ask
) -> None:
    """Rows of a time when it could be asked for so."""
    asked = ask(ada)
    Appointment.objects.update(created_by=dr_diaz, accepted_at=None)

    seen = [
        one for one in (ada, dr_cho, dr_diaz, eve) if asked in Appointment.objects.visible_to(one)
    ]
    assert seen == [ada, dr_diaz, eve]
    with pytest.raises(Appointment.DoesNotExist):
        assign_appointment(by=dr_cho, appointment_id=asked.pk, now=asked.created_at)


def test_the_wished_time_is_a_future_period(ada: User, start_at: datetime, ask: Ask) -> None:
    with pytest.raises(EmptyPeriod):
        ask(ada, end_at=start_at)
    with pytest.raises(InThePast):
        ask(ada, start_at=start_at - timedelta(days=3))


def test_a_wish_goes_around_the_patients_other_appointments(
    ada: User, dr_diaz: User, appointment: Appointment, start_at: datetime, ask: Ask
) -> None:
    """One appointment of half an hour takes half an hour of the wished month, not all of it."""
    doctor = dr_diaz.doctor
    slot_at(doctor, start_at - timedelta(minutes=15))
    slot_at(doctor, start_at + timedelta(minutes=15))
    free = slot_at(doctor, start_at + timedelta(hours=1))
    month = {"start_at": start_at - timedelta(days=1), "end_at": start_at + timedelta(days=25)}

    assert ask(ada, doctor_id=doctor.pk, **month).slot == free


def test_only_slots_at_the_time_of_another_appointment_are_a_refusal(
    ada: User, dr_diaz: User, appointment: Appointment, start_at: datetime, ask: Ask
) -> None:
    slot_at(dr_diaz.doctor, start_at)

    with pytest.raises(PatientOverlap):
        ask(ada, doctor_id=dr_diaz.doctor.pk)
    # Whoever takes a request for anybody agrees on the time.
    assert ask(ada).doctor is None


def test_the_same_is_not_asked_twice(
    ada: User, ben: User, specialty: Specialty, dr_cho: User, start_at: datetime, ask: Ask
) -> None:
    first = ask(ada)

    with pytest.raises(AlreadyRequested):
        ask(ada, start_at=start_at + timedelta(minutes=59), end_at=start_at + timedelta(hours=2))

    assert list(Appointment.objects.all()) == [first]
    assert AppointmentEvent.objects.count() == 1
    assert ask(ada, specialty=specialty).pk
    assert ask(ben).pk
    assert ask(ada, start_at=start_at + timedelta(hours=1), end_at=start_at + timedelta(hours=2)).pk
