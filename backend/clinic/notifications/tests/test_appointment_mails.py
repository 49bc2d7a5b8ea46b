"""Mails about appointments: to whom, when, saying what; and what calendars make of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from icalendar import Calendar

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment
from clinic.appointments.services.assigning import assign_appointment
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.confirming import Terms, confirm_appointment
from clinic.appointments.services.requesting import WishedTime, request_appointment
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.deliveries.models import Delivery
from clinic.deliveries.tests.postman import send_due
from clinic.doctors.models import Doctor
from clinic.notifications.models import Notification
from clinic.outbox import services as outbox
from clinic.slots.models import Slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
A_DAY = timedelta(days=1)
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _at_that_time(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def slot(dr_cho: User, now: datetime) -> Slot:
    return slot_at(dr_cho.doctor, now + 2 * A_DAY, location="3 rue Pasteur")


@pytest.fixture
def later_slot(dr_cho: User, now: datetime) -> Slot:
    return slot_at(dr_cho.doctor, now + 3 * A_DAY)


@pytest.fixture
def asked(ada: User, slot: Slot, now: datetime) -> Appointment:
    """Ada's request; the mails of it are out."""
    wish = Wish(motif="Secret cough", message="It hurts")
    appointment = book_slot(by=ada, slot_id=slot.pk, wish=wish, now=now)
    mails(now)
    return appointment


@pytest.fixture
def confirmed(asked: Appointment, dr_cho: User, now: datetime) -> Appointment:
    """The same, confirmed."""
    appointment = confirm_appointment(by=dr_cho, appointment_id=asked.pk, now=now)
    mails(now)
    return appointment


def mails(at: datetime) -> list[EmailMultiAlternatives]:
    """Relay what has happened, and send what is due."""
    outbox.relay(now=at)
    while outbox.relay(now=at):
        pass
    return send_due(at=at)


def heard(at: datetime) -> dict[str, str]:
    """Return to whom something went, under which headline."""
    return {mail.to[0].split("@")[0]: str(mail.subject) for mail in mails(at)}


def calendar_of(mail: EmailMultiAlternatives) -> tuple[str, Any]:
    """Return the method and the entry of the attached calendar file."""
    [file] = mail.attachments
    content = file.get_payload(decode=True).decode()
    calendar: Any = Calendar.from_ical(content)
    assert file.get_content_type() == "text/calendar"
    assert file.get_param("method") == str(calendar["METHOD"])
    assert file.get_filename() == "rendez-vous.ics"
    [event] = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


def test_of_a_request_both_are_mailed(ada: User, slot: Slot, now: datetime) -> None:
    book_slot(by=ada, slot_id=slot.pk, wish=Wish(), now=now)

    when = f"mercredi 25 novembre à 13{NBSP}h"
    assert heard(now) == {
        "dr_cho": f"Nouvelle demande de rendez-vous – {when}",
        "ada": f"Rendez-vous demandé – {when}",
    }
    assert mails(now) == []


def test_a_mail_says_who_when_and_where_in_the_readers_language(
    asked: Appointment, ada: User, dr_cho: User, now: datetime
) -> None:
    User.objects.filter(pk=ada.pk).update(email_verified_at=now, language="en")
    confirm_appointment(by=dr_cho, appointment_id=asked.pk, now=now)

    [mail] = mails(now)

    assert (mail.to, mail.subject) == (
        ["ada@example.org"],
        f"Appointment confirmed – Wednesday 25 November at 1:00{NBSP}pm",
    )
    assert mail.body == (
        "Hello Ada Martin,\n\n"
        f"Your appointment with Dr. Claire Cho on Wednesday 25 November at 1:00{NBSP}pm is "
        "confirmed.\n\n"
        "Date: Wednesday 25 November 2026\n"
        f"Time: 1:00{NBSP}pm – 1:30{NBSP}pm\n"
        "Doctor: Dr. Claire Cho\n"
        "Mode: In person\n"
        "Place: 3 rue Pasteur\n\n"
        f"See the appointment:\nhttp://localhost:8000/rendez-vous/{asked.pk}\n\n"
        "If you cannot come, please cancel online: somebody else will be glad of the time.\n\n"
        "You choose which e-mails you get in your profile: http://localhost:8000/profil\n\n"
        "-- \nCréneau\nhttp://localhost:8000\n"
    )


def test_a_confirmation_says_what_the_doctor_changed_and_not_the_message(
    asked: Appointment, later_slot: Slot, dr_cho: User, now: datetime
) -> None:
    Slot.objects.filter(pk=later_slot.pk).update(mode="both")
    terms = Terms(slot_id=later_slot.pk, mode="distanciel", message_medecin="Secret advice")
    confirm_appointment(by=dr_cho, appointment_id=asked.pk, terms=terms, now=now)

    [mail] = mails(now)

    [(html, _kind)] = mail.alternatives
    for body in (str(mail.body), str(html)):
        assert f"le jeudi 26 novembre à 13{NBSP}h (au lieu du mercredi 25 novembre" in body
        assert "Il a lieu en vidéo. Le médecin vous a laissé un message" in body
        assert "Secret" not in body
    assert f"Mode{NBSP}: En vidéo\n" in str(mail.body)
    assert f"Lieu{NBSP}: En vidéo" not in str(mail.body)
    [told] = Notification.objects.filter(kind="appointment_confirmed")
    assert (told.data["mode"], told.data["has_message"]) == ("distanciel", True)
    assert "Secret" not in str(told.data)


def test_no_mail_holds_a_word_of_health(
    ada: User, dr_cho: User, eve: User, slot: Slot, now: datetime
) -> None:
    wish = Wish(motif="Secret cough", message="It hurts")
    appointment = book_slot(by=ada, slot_id=slot.pk, wish=wish, now=now)
    sent = mails(now)
    apply_transition(
        by=dr_cho,
        appointment_id=appointment.pk,
        transition=Transition.DECLINE,
        now=now,
        reason="Secret reason",
    )
    sent += mails(now)

    assert len(sent) == 3
    for mail in sent:
        everything = mail.message().as_string() + str(mail.body)
        for word in ("Secret", "hurts", "Cardio"):
            assert word not in everything


def test_a_confirmed_one_goes_into_both_calendars_and_a_cancelled_one_out_again(
    confirmed: Appointment, ada: User, now: datetime
) -> None:
    apply_transition(by=ada, appointment_id=confirmed.pk, transition=Transition.CANCEL, now=now)

    sent = {mail.to[0].split("@")[0]: mail for mail in mails(now)}

    assert set(sent) == {"ada", "dr_cho"}
    for mail in sent.values():
        method, event = calendar_of(mail)
        assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 3)
        assert event["UID"] == f"appointment-{confirmed.pk}@localhost:8000"


def test_a_declined_request_is_struck_out(asked: Appointment, dr_cho: User, now: datetime) -> None:
    apply_transition(by=dr_cho, appointment_id=asked.pk, transition=Transition.DECLINE, now=now)

    [mail] = mails(now)

    assert (mail.to, calendar_of(mail)[0]) == (["ada@example.org"], "CANCEL")


def test_a_moved_one_moves_in_the_calendar(
    confirmed: Appointment, later_slot: Slot, dr_cho: User, now: datetime
) -> None:
    reschedule_appointment(by=dr_cho, appointment_id=confirmed.pk, slot_id=later_slot.pk, now=now)

    [mail] = mails(now)

    method, event = calendar_of(mail)
    assert mail.subject == f"Rendez-vous déplacé – jeudi 26 novembre à 13{NBSP}h"
    assert (method, event["SEQUENCE"], event["DTSTART"].dt) == ("REQUEST", 3, later_slot.start_at)


def test_of_a_proposed_move_the_doctor_hears_and_then_the_patient(
    confirmed: Appointment, later_slot: Slot, ada: User, dr_cho: User, now: datetime
) -> None:
    reschedule_appointment(by=ada, appointment_id=confirmed.pk, slot_id=later_slot.pk, now=now)
    [proposed] = mails(now)
    confirm_appointment(by=dr_cho, appointment_id=confirmed.pk, now=now)
    [accepted] = mails(now)

    assert proposed.to == ["dr_cho@example.org"]
    assert f"propose le jeudi 26 novembre à 13{NBSP}h" in str(proposed.body)
    assert accepted.to == ["ada@example.org"]
    assert calendar_of(accepted)[1]["DTSTART"].dt == later_slot.start_at


def test_who_waits_for_any_doctor_is_mailed_to_admins_and_who_gets_one_to_both(
    ada: User, eve: User, dr_cho: User, now: datetime
) -> None:
    wished = WishedTime(start_at=now + A_DAY, end_at=now + 2 * A_DAY)
    asked = request_appointment(by=ada, wished=wished, wish=Wish(), now=now)
    assert set(heard(now)) == {"eve", "ada"}

    assign_appointment(by=eve, appointment_id=asked.pk, doctor_id=dr_cho.doctor.pk, now=now)

    assert set(heard(now)) == {"dr_cho", "ada"}


def test_what_is_overtaken_before_it_is_sent_is_not_sent(
    ada: User, dr_cho: User, slot: Slot, now: datetime
) -> None:
    """The mail server was down meanwhile: each is told how it stands now, once."""
    appointment = book_slot(by=ada, slot_id=slot.pk, wish=Wish(), now=now)
    outbox.relay(now=now)
    confirm_appointment(by=dr_cho, appointment_id=appointment.pk, now=now)
    outbox.relay(now=now)
    apply_transition(by=ada, appointment_id=appointment.pk, transition=Transition.CANCEL, now=now)

    sent = mails(now)

    assert [(mail.to[0], calendar_of(mail)[0]) for mail in sent] == [
        ("dr_cho@example.org", "CANCEL"),
        ("ada@example.org", "CANCEL"),
    ]


def test_two_moves_are_told_once_each_person(
    confirmed: Appointment, later_slot: Slot, slot: Slot, dr_cho: User, now: datetime
) -> None:
    for chosen in (later_slot, slot):
        reschedule_appointment(by=dr_cho, appointment_id=confirmed.pk, slot_id=chosen.pk, now=now)
    outbox.relay(now=now)

    assert len(mails(now)) == 1


def test_the_practices_own_acts_are_no_news_to_it(
    confirmed: Appointment, later_slot: Slot, ada: User, dr_cho: User, now: datetime
) -> None:
    """Dr Cho knows Ada now, and may book for her."""
    book = {"patient_id": ada.patient.pk, "wish": Wish(), "now": now}
    book_slot(by=dr_cho, slot_id=later_slot.pk, **book)  # type: ignore[arg-type]  # by name

    assert set(heard(now)) == {"ada"}


def test_a_closed_account_is_written_to_no_more(
    asked: Appointment, ada: User, dr_cho: User, now: datetime
) -> None:
    confirm_appointment(by=dr_cho, appointment_id=asked.pk, now=now)
    User.objects.filter(pk=ada.pk).update(is_active=False)

    assert mails(now) == []


def test_a_relay_that_is_repeated_mails_once(asked: Appointment, now: datetime) -> None:
    before = Delivery.objects.count()

    mails(now)

    assert Delivery.objects.count() == before == 2


def test_without_a_time_there_is_no_calendar_file(
    ada: User, eve: User, dr_cho: User, now: datetime
) -> None:
    Doctor.objects.update(is_listed=False)
    wished = WishedTime(start_at=now + A_DAY, end_at=now + 2 * A_DAY)
    request_appointment(by=ada, wished=wished, wish=Wish(), now=now)

    assert [mail.attachments for mail in mails(now)] == [[], []]
