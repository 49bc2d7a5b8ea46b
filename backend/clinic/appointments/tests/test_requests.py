"""Visits that are asked for without choosing a slot, and who gets them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from clinic.appointments.lifecycle import InvalidTransition, Move
from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.policies import InThePast
from clinic.appointments.services import assigning, requesting
from clinic.appointments.services.assigning import assign_appointment
from clinic.appointments.services.booking import PatientOverlap, Wish
from clinic.appointments.services.moving import move_appointment
from clinic.appointments.services.requesting import (
    AlreadyRequested,
    EmptyPeriod,
    WishedTime,
    request_visit,
)
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.common.errors import Forbidden, Missing
from clinic.doctors.models import Doctor, Specialty
from clinic.outbox.models import Event
from clinic.slots.models import Absence, Slot
from clinic.slots.policies import ModeNotSeen, Overlap, SlotTaken
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Ask = Callable[..., Appointment]


@pytest.fixture
def start_at(now: datetime) -> datetime:
    return now + timedelta(days=2)


@pytest.fixture
def ask(start_at: datetime, now: datetime) -> Ask:
    def asked(by: User, *, patient_id: int | None = None, **wished: Any) -> Appointment:
        period: dict[str, Any] = {
            "start_at": start_at,
            "end_at": start_at + timedelta(hours=1),
            **wished,
        }
        return request_visit(
            by=by,
            wished=WishedTime(**period),
            wish=Wish(message="Venez à jeun"),
            now=now,
            patient_id=patient_id,
        )

    return asked


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
    assert (last.move, last.party, last.by) == ("assign", "system", None)


def test_a_wish_is_confirmed_as_a_booking_is(
    ada: User, ben: User, dr_cho: User, visit: Appointment, start_at: datetime, ask: Ask
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
    assert [(row.move, row.party, row.to_status) for row in rows] == [
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
    visit: Appointment,
    dr_cho: User,
    ben: User,
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The search still saw the slot that Ada has meanwhile."""
    assert visit.slot is not None
    seen = {dr_cho.doctor.pk: visit.slot.pk}
    monkeypatch.setattr(requesting, "doctors_with_free_slot", lambda **_wanted: seen)

    with pytest.raises(SlotTaken):
        ask(ben, doctor_id=dr_cho.doctor.pk)
    assert Appointment.objects.get() == visit

    waiting = ask(ben)

    assert (waiting.doctor, waiting.slot, waiting.status) == (None, None, "pending")
    assert [row.move for row in waiting.events.all()] == ["create"]


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
    ada: User, visit: Appointment, dr_cho: User, dr_diaz: User, start_at: datetime, ask: Ask
) -> None:
    slot = slot_at(dr_diaz.doctor, start_at + timedelta(hours=1))
    events, told = AppointmentEvent.objects.count(), Event.objects.count()
    period = {"start_at": slot.start_at, "end_at": slot.end_at, "patient_id": ada.patient.pk}

    with pytest.raises(Missing):
        ask(dr_cho, doctor_id=dr_diaz.doctor.pk, **period)

    slot.refresh_from_db()
    assert slot.booked == 0
    assert list(Appointment.objects.all()) == [visit]
    assert (AppointmentEvent.objects.count(), Event.objects.count()) == (events, told)
    # Asked for anybody, the one who has room is asked, not filled in.
    assert ask(dr_cho, **period).doctor is None


def test_the_wished_time_is_a_future_period(ada: User, start_at: datetime, ask: Ask) -> None:
    with pytest.raises(EmptyPeriod):
        ask(ada, end_at=start_at)
    with pytest.raises(InThePast):
        ask(ada, start_at=start_at - timedelta(days=3))


def test_a_wish_goes_around_the_patients_other_visits(
    ada: User, dr_diaz: User, visit: Appointment, start_at: datetime, ask: Ask
) -> None:
    """One visit of half an hour takes half an hour of the wished month, not all of it."""
    doctor = dr_diaz.doctor
    slot_at(doctor, start_at - timedelta(minutes=15))
    slot_at(doctor, start_at + timedelta(minutes=15))
    free = slot_at(doctor, start_at + timedelta(hours=1))
    month = {"start_at": start_at - timedelta(days=1), "end_at": start_at + timedelta(days=25)}

    assert ask(ada, doctor_id=doctor.pk, **month).slot == free


def test_only_slots_at_the_time_of_another_visit_are_a_refusal(
    ada: User, dr_diaz: User, visit: Appointment, start_at: datetime, ask: Ask
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


def assign(by: User, asked: Appointment, doctor: User, now: datetime, **more: int) -> Appointment:
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


def test_a_request_whose_time_is_lost_a_moment_ago_is_told_so(
    visit: Appointment,
    ben: User,
    dr_cho: User,
    ask: Ask,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = ask(ben)
    assert visit.slot is not None
    seen = {dr_cho.doctor.pk: visit.slot.pk}
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
    for move in (Move.DECLINE, Move.CANCEL):
        with pytest.raises(Forbidden):
            move_appointment(by=dr_cho, appointment_id=asked.pk, move=move, now=now)


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


def test_a_request_makes_no_visit_when_the_doctor_is_away(
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


def test_a_request_makes_no_visit_that_the_doctor_does_not_offer(
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


def test_a_confirmed_visit_is_not_assigned(
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

    done = move_appointment(by=ada, appointment_id=asked.pk, move=Move.CANCEL, now=now)

    assert done.status == "cancelled"
    assert sum(Slot.objects.values_list("booked", flat=True)) == 0
