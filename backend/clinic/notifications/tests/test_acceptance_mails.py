"""Mails of what the practice made: with what accepts it; also to those without an account."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from rest_framework.test import APIClient

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment
from clinic.appointments.selectors.acceptance import code_of
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.transitions import apply_transition
from clinic.deliveries.models import Delivery
from clinic.deliveries.tests.postman import send_due
from clinic.outbox import services as outbox
from clinic.patients.models import Guardian, Patient
from clinic.patients.services.dependants import Person
from clinic.patients.services.records import create_patient
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_that_time(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def wanda(dr_cho: User) -> Patient:
    """Somebody who phoned, and left an address."""
    person = Person("Wanda", "Kern", date(1950, 1, 2), email="wanda@home.example")
    # For as long as the database's clock may say.
    return create_patient(by=dr_cho, person=person, today=date(2079, 1, 1))


def made_for(patient: Patient, doctor: User, now: datetime) -> Appointment:
    slot = slot_at(doctor.doctor, now + 3 * A_DAY)
    return book_slot(by=doctor, slot_id=slot.pk, wish=Wish(), now=now, patient_id=patient.pk)


def mails(at: datetime) -> dict[str, EmailMultiAlternatives]:
    outbox.relay(now=at + timedelta(minutes=1))
    return {mail.to[0]: mail for mail in send_due(at=at + timedelta(minutes=1))}


def link_in(mail: EmailMultiAlternatives) -> str:
    [line] = [word for word in str(mail.body).split() if "/rendez-vous/accepter#" in word]
    [token] = parse_qs(line.partition("#")[2])["token"]
    return token


def test_the_mail_brings_link_and_code_and_nothing_keeps_them(
    api: Api, wanda: Patient, dr_cho: User, now: datetime
) -> None:
    made = made_for(wanda, dr_cho, now)
    mail = mails(now)["wanda@home.example"]
    assert made.start_at is not None
    token, code = link_in(mail), code_of(appointment_id=made.pk, start_at=made.start_at)

    assert code in str(mail.body)
    assert "Le cabinet a pris ce rendez-vous pour vous." in str(mail.body)
    assert "/profil" not in str(mail.body)
    assert len(mail.attachments) == 1
    kept = repr(list(Delivery.objects.values()))
    assert token not in kept
    assert code not in kept
    assert api(None).post("/api/appointments/accept/", {"token": token}).status_code == 200


def test_whoever_booked_alone_is_asked_for_nothing(ada: User, dr_cho: User, now: datetime) -> None:
    slot = slot_at(dr_cho.doctor, now + 3 * A_DAY)
    book_slot(by=ada, slot_id=slot.pk, wish=Wish(), now=now)

    assert "accepter#" not in str(mails(now)["ada@example.org"].body)


def test_without_an_account_one_hears_of_a_cancellation_and_is_reminded(
    wanda: Patient, dr_cho: User, now: datetime
) -> None:
    made = made_for(wanda, dr_cho, now)
    mails(now)
    later = now + 2 * A_DAY
    with time_machine.travel(later, tick=False):
        [reminder] = send_due(at=later + timedelta(minutes=1))
        assert reminder.to == ["wanda@home.example"]
        assert "appelez le cabinet" in str(reminder.body)
        apply_transition(by=dr_cho, appointment_id=made.pk, transition=Transition.CANCEL, now=later)
        cancelled = mails(later)["wanda@home.example"]
    assert "annulé" in str(cancelled.subject)


def test_once_they_have_an_account_that_is_written_to(
    ada: User, wanda: Patient, dr_cho: User, now: datetime
) -> None:
    made_for(wanda, dr_cho, now)
    Patient.objects.filter(user=ada).update(user=None)
    Patient.objects.filter(pk=wanda.pk).update(user=ada)

    assert mails(now).keys() == {"ada@example.org"}


def test_a_doctor_who_acts_for_somebody_is_written_to_as_such(
    dr_diaz: User, wanda: Patient, dr_cho: User, now: datetime
) -> None:
    Guardian.objects.create(user=dr_diaz, patient=wanda, created_at=now)
    made_for(wanda, dr_cho, now)
    body = str(mails(now)[dr_diaz.email].body)

    assert "Pour Wanda Kern" in body
    assert dr_cho.doctor.name in body
    assert "accepter#" in body
    # The doctor's own pages do not show it.
    assert "/medecin/rendez-vous" not in body
    assert "/medecin/profil" in body


def test_an_admin_who_acts_for_somebody_too(
    eve: User, wanda: Patient, dr_cho: User, now: datetime
) -> None:
    Guardian.objects.create(user=eve, patient=wanda, created_at=now)
    made_for(wanda, dr_cho, now)
    body = str(mails(now)[eve.email].body)

    assert "Pour Wanda Kern" in body
    assert "/admin-clinique/profil" in body
