"""The reminder: a day before, once, and gone or moved with the appointment."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.confirming import confirm_appointment
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.deliveries.models import Delivery
from clinic.deliveries.tests.postman import send_due
from clinic.outbox import services as outbox
from clinic.slots.models import Slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_that_time(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def slots(dr_cho: User, now: datetime) -> list[Slot]:
    """Three, on the third, fourth and fifth day; Dr Cho confirms at once."""
    doctor = dr_cho.doctor
    doctor.auto_confirm = True
    doctor.save(update_fields=["auto_confirm"])
    return [slot_at(doctor, now + days * A_DAY) for days in (3, 4, 5)]


@pytest.fixture
def booked(ada: User, slots: list[Slot], now: datetime) -> Appointment:
    appointment = book_slot(by=ada, slot_id=slots[0].pk, wish=Wish(), now=now)
    told(now)
    return appointment


def told(at: datetime) -> None:
    """Relay what has happened, and send all but reminders."""
    while outbox.relay(now=at):
        pass
    send_due(at=at)


def move(appointment: Appointment, slot: Slot, by: User, now: datetime) -> None:
    reschedule_appointment(by=by, appointment_id=appointment.pk, slot_id=slot.pk, now=now)
    told(now)


def reminders() -> list[tuple[str, datetime]]:
    rows = Delivery.objects.filter(template="appointment_reminder").order_by("pk")
    return [(row.state, row.not_before) for row in rows]


def sent_at(moment: datetime) -> list[tuple[str, str]]:
    return [(mail.to[0], str(mail.subject)) for mail in send_due(at=moment)]


def test_the_patient_is_reminded_a_day_before_and_once(
    booked: Appointment, slots: list[Slot]
) -> None:
    due = slots[0].start_at - A_DAY

    assert sent_at(due - timedelta(seconds=1)) == []
    assert sent_at(due) == [
        (
            "ada@example.org",
            "Rappel de rendez-vous – jeudi 26 novembre à 13\N{NO-BREAK SPACE}h",
        )
    ]
    assert sent_at(due + timedelta(minutes=1)) == []


def test_it_moves_with_the_appointment(
    booked: Appointment, slots: list[Slot], dr_cho: User, now: datetime
) -> None:
    move(booked, slots[1], dr_cho, now)

    assert reminders() == [
        ("cancelled", slots[0].start_at - A_DAY),
        ("owed", slots[1].start_at - A_DAY),
    ]
    assert sent_at(slots[0].start_at - A_DAY) == []
    assert len(sent_at(slots[1].start_at - A_DAY)) == 1


def test_who_moves_there_and_back_is_reminded_once(
    booked: Appointment, slots: list[Slot], dr_cho: User, now: datetime
) -> None:
    move(booked, slots[1], dr_cho, now)
    move(booked, slots[0], dr_cho, now)

    assert [state for state, _due in reminders()] == ["owed", "cancelled"]
    assert len(sent_at(slots[0].start_at - A_DAY)) == 1
    assert sent_at(slots[1].start_at - A_DAY) == []


def test_who_was_reminded_of_a_time_is_not_reminded_of_it_again(
    booked: Appointment, slots: list[Slot], dr_cho: User, now: datetime
) -> None:
    due = slots[0].start_at - A_DAY
    assert len(sent_at(due)) == 1
    move(booked, slots[1], dr_cho, now)
    move(booked, slots[0], dr_cho, now)

    assert [state for state, _due in reminders()] == ["sent", "cancelled"]


@pytest.mark.parametrize("transition", [Transition.CANCEL, Transition.NO_SHOW, Transition.COMPLETE])
def test_it_goes_with_the_appointment(
    booked: Appointment, dr_cho: User, slots: list[Slot], now: datetime, transition: Transition
) -> None:
    at = now if transition is Transition.CANCEL else slots[0].start_at + timedelta(minutes=5)
    with time_machine.travel(at, tick=False):
        apply_transition(by=dr_cho, appointment_id=booked.pk, transition=transition, now=at)
        told(at)

    assert [state for state, _due in reminders()] == ["cancelled"]


def test_it_is_not_sent_of_what_has_changed_in_that_moment(
    booked: Appointment, slots: list[Slot]
) -> None:
    """Moved, and the relay has not said so yet."""
    Appointment.objects.update(start_at=slots[1].start_at, end_at=slots[1].end_at)

    assert sent_at(slots[0].start_at - A_DAY) == []
    assert [state for state, _due in reminders()] == ["cancelled"]


def test_it_is_not_sent_after_the_beginning(booked: Appointment, slots: list[Slot]) -> None:
    """The mail server was down all day."""
    assert sent_at(slots[0].start_at) == []


def test_a_request_has_none_before_it_is_confirmed(ada: User, dr_diaz: User, now: datetime) -> None:
    slot = slot_at(dr_diaz.doctor, now + 3 * A_DAY)
    asked = book_slot(by=ada, slot_id=slot.pk, wish=Wish(), now=now)
    told(now)
    assert reminders() == []

    apply: dict[str, Any] = {"by": dr_diaz, "appointment_id": asked.pk, "now": now}
    confirm_appointment(**apply)
    told(now)
    assert reminders() == [("owed", slot.start_at - A_DAY)]


def test_what_is_nearer_than_that_needs_none(ada: User, slots: list[Slot], now: datetime) -> None:
    near = slot_at(slots[0].doctor, now + timedelta(hours=23))
    book_slot(by=ada, slot_id=near.pk, wish=Wish(), now=now)
    told(now)

    assert reminders() == []


@pytest.mark.parametrize(("hours", "expected"), [(48, [48]), (0, [])])
def test_how_long_before_is_a_setting(
    ada: User,
    slots: list[Slot],
    now: datetime,
    settings: LazySettings,
    hours: int,
    expected: list[int],
) -> None:
    settings.REMINDER_HOURS = hours
    book_slot(by=ada, slot_id=slots[0].pk, wish=Wish(), now=now)
    told(now)

    assert reminders() == [
        ("owed", slots[0].start_at - timedelta(hours=before)) for before in expected
    ]
