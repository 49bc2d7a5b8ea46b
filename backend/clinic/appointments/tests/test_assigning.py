"""Who gets the appointments that wait for a doctor."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from clinic.appointments.lifecycle import InvalidTransition, Transition
from clinic.appointments.models import Appointment
from clinic.appointments.policies import InThePast
from clinic.appointments.services import assigning
from clinic.appointments.services.assigning import DoctorNeeded, assign_appointment
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.common.errors import Forbidden
from clinic.doctors.models import Doctor
from clinic.slots.models import Absence, Slot
from clinic.slots.policies import ModeNotSeen, Overlap, SlotTaken
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Ask = Callable[..., Appointment]


def assign(by: User, asked: Appointment, doctor: User, now: datetime, **more: Any) -> Appointment:
    return assign_appointment(
        by=by, appointment_id=asked.pk, doctor_id=doctor.doctor.pk, now=now, **more
    )


def test_a_doctor_takes_a_waiting_request_at_the_wished_time(
    ada: User, dr_cho: User, start_at: datetime, ask: Ask, now: datetime
) -> None:
    asked = ask(ada)

    taken = assign(dr_cho, asked, dr_cho, now)

    assert taken.slot is not None
    assert (taken.slot.origin, taken.slot.booked, taken.slot.capacity) == ("adhoc", 1, 1)
    assert (taken.start_at, taken.end_at) == (start_at, start_at + timedelta(minutes=30))
    assert (taken.status, taken.version) == ("pending", 2)


def test_a_doctor_who_names_nobody_takes_it_and_an_admin_must_say_who_does(
    ada: User, dr_cho: User, eve: User, ask: Ask, now: datetime
) -> None:
    asked = ask(ada)
    with pytest.raises(DoctorNeeded):
        assign_appointment(by=eve, appointment_id=asked.pk, now=now)
    with pytest.raises(Forbidden):
        assign_appointment(by=ada, appointment_id=asked.pk, now=now)

    taken = assign_appointment(by=dr_cho, appointment_id=asked.pk, now=now)

    assert taken.doctor == dr_cho.doctor
    assert taken.slot is not None


def test_a_request_whose_time_is_lost_a_moment_ago_is_told_so(
    appointment: Appointment,
    ben: User,
    dr_cho: User,
    ask: Ask,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = ask(ben)
    assert appointment.slot is not None
    seen = {dr_cho.doctor.pk: appointment.slot.pk}
    monkeypatch.setattr(assigning, "doctors_with_free_slot", lambda **_wanted: seen)

    with pytest.raises(SlotTaken):
        assign(dr_cho, asked, dr_cho, now)


def test_a_doctor_who_is_not_listed_is_given_patients_by_the_practice(
    ada: User, eve: User, dr_cho: User, dr_new: User, start_at: datetime, ask: Ask, now: datetime
) -> None:
    asked = ask(ada)
    slot = slot_at(dr_cho.doctor, start_at)
    Doctor.objects.update(is_listed=False)

    with pytest.raises(Doctor.DoesNotExist):
        ask(ada, doctor_id=dr_cho.doctor.pk)
    with pytest.raises(Doctor.DoesNotExist):
        assign(eve, asked, dr_new, now)
    assert assign(dr_cho, asked, dr_cho, now).slot == slot
    # Without a name nobody is given a patient whom the directory does not show.
    slot_at(dr_cho.doctor, start_at + timedelta(hours=1))
    later = {"start_at": slot.end_at, "end_at": start_at + timedelta(hours=2)}
    assert ask(eve, patient_id=ada.patient.pk, **later).doctor is None


def test_a_doctor_does_not_assign_to_another_one(
    ada: User, dr_cho: User, dr_diaz: User, ask: Ask, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        assign(dr_cho, ask(ada), dr_diaz, now)


def test_a_doctor_does_not_turn_a_waiting_request_down_for_all(
    ada: User, dr_cho: User, ask: Ask, now: datetime
) -> None:
    asked = ask(ada)
    for transition in (Transition.DECLINE, Transition.CANCEL):
        with pytest.raises(Forbidden):
            apply_transition(by=dr_cho, appointment_id=asked.pk, transition=transition, now=now)


def test_an_admin_assigns_to_a_free_slot_and_again_to_another_doctor(
    ada: User, eve: User, dr_cho: User, dr_diaz: User, start_at: datetime, ask: Ask, now: datetime
) -> None:
    asked = ask(ada)
    one, two = slot_at(dr_cho.doctor, start_at), slot_at(dr_diaz.doctor, start_at)

    assert assign(eve, asked, dr_cho, now).slot == one
    assert assign(eve, asked, dr_diaz, now, slot_id=two.pk).slot == two

    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.booked, two.booked) == (0, 1)


def test_a_busy_doctor_is_a_refusal(
    ada: User, ben: User, eve: User, dr_cho: User, start_at: datetime, ask: Ask, now: datetime
) -> None:
    asked = ask(ada)
    slot = slot_at(dr_cho.doctor, start_at)
    ask(ben, doctor_id=dr_cho.doctor.pk)

    with pytest.raises(SlotTaken):
        assign(eve, asked, dr_cho, now, slot_id=slot.pk)
    with pytest.raises(Overlap):
        assign(eve, asked, dr_cho, now)

    asked.refresh_from_db()
    assert (asked.doctor, asked.version) == (None, 1)


def test_a_request_makes_no_appointment_when_the_doctor_is_away(
    ada: User, eve: User, dr_cho: User, start_at: datetime, ask: Ask, now: datetime
) -> None:
    asked = ask(ada)
    # Every week, since three weeks before.
    absence = Absence.objects.create(
        doctor=dr_cho.doctor,
        start_at=start_at - timedelta(weeks=3),
        end_at=start_at - timedelta(weeks=3) + timedelta(minutes=10),
        is_recurring=True,
    )

    with pytest.raises(Overlap) as refused:
        assign(eve, asked, dr_cho, now)

    assert str(refused.value.message).startswith("Le médecin est absent à cette heure.")
    assert Slot.objects.count() == 0
    absence.delete()
    assert assign(eve, asked, dr_cho, now).doctor == dr_cho.doctor


def test_a_request_makes_no_appointment_that_the_doctor_does_not_offer(
    ada: User, eve: User, dr_cho: User, ask: Ask, now: datetime
) -> None:
    asked = ask(ada)
    Doctor.objects.update(sees_in_person=False, sees_by_video=True)

    with pytest.raises(ModeNotSeen):
        assign(eve, asked, dr_cho, now)

    asked.refresh_from_db()
    assert (asked.doctor, asked.version, Slot.objects.count()) == (None, 1, 0)


def test_a_slot_of_another_doctor_is_not_taken(
    ada: User, eve: User, dr_cho: User, dr_diaz: User, start_at: datetime, ask: Ask, now: datetime
) -> None:
    asked = ask(ada)
    foreign = slot_at(dr_diaz.doctor, start_at)

    with pytest.raises(Exception, match="not_found"):
        assign(eve, asked, dr_cho, now, slot_id=foreign.pk)

    foreign.refresh_from_db()
    assert foreign.booked == 0


def test_a_passed_slot_is_not_assigned(
    ada: User, eve: User, dr_cho: User, ask: Ask, now: datetime
) -> None:
    asked = ask(ada)
    passed = slot_at(dr_cho.doctor, now - timedelta(hours=1))

    with pytest.raises(InThePast):
        assign(eve, asked, dr_cho, now, slot_id=passed.pk)


def test_a_confirmed_appointment_is_not_assigned(
    confirmed: Appointment, eve: User, dr_diaz: User, now: datetime
) -> None:
    with pytest.raises(InvalidTransition):
        assign(eve, confirmed, dr_diaz, now)


def test_a_waiting_request_is_withdrawn_but_not_moved(
    ada: User, slot: Slot, ask: Ask, now: datetime, dr_diaz: User
) -> None:
    slot_at(dr_diaz.doctor, slot.start_at)
    asked = ask(ada)
    with pytest.raises(Forbidden):
        reschedule_appointment(by=ada, appointment_id=asked.pk, slot_id=slot.pk, now=now)

    done = apply_transition(by=ada, appointment_id=asked.pk, transition=Transition.CANCEL, now=now)

    assert done.status == "cancelled"
    assert sum(Slot.objects.values_list("booked", flat=True)) == 0
