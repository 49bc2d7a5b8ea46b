"""A link that accepts is good for whom it was mailed to, there, and the history says so."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import translation
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.selectors.acceptance import Sent, code_of, token_of
from clinic.appointments.selectors.history import means_of
from clinic.doctors.models import Doctor
from clinic.notifications.tests.test_acceptance_mails import link_in, made_for, mails
from clinic.patients.models import Guardian, Patient
from clinic.patients.selectors import PATIENT
from clinic.patients.services.dependants import Person, end_guardianship
from clinic.patients.services.records import create_patient
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]
LINK = "/api/appointments/accept/"
HOME = "wanda@home.example"
WANDA = {"first_name": "Wanda", "last_name": "Kern", "birth_date": "1950-01-02"}


@pytest.fixture(autouse=True)
def _at_that_time(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def wanda(ben: User, dr_cho: User, now: datetime) -> Patient:
    """Somebody without an account, for whom Ben acts."""
    person = Person("Wanda", "Kern", date(1950, 1, 2), email=HOME)
    # For as long as the database's clock may say.
    patient = create_patient(by=dr_cho, person=person, today=date(2079, 1, 1))
    Guardian.objects.create(user=ben, patient=patient, created_at=now)
    return patient


def ended(_wanda: Patient) -> None:
    # The database's clock says when.
    end_guardianship(guardian=Guardian.objects.get(), today=date(2020, 1, 1))


def elsewhere(_wanda: Patient) -> None:
    User.objects.filter(username="ben").update(email="ben@elsewhere.example")


def closed(_wanda: Patient) -> None:
    User.objects.filter(username="ben").update(is_active=False)


def moved_home(wanda: Patient) -> None:
    Patient.objects.filter(pk=wanda.pk).update(email="wanda@elsewhere.example")


def registered(wanda: Patient) -> None:
    User.objects.create(username="wanda", email=HOME, role="PATIENT", is_approved=True)
    Patient.objects.filter(pk=wanda.pk).update(user=User.objects.get(username="wanda"))


@pytest.mark.parametrize(
    ("to", "change", "status"),
    [
        ("ben@example.org", moved_home, 200),
        ("ben@example.org", ended, 400),
        ("ben@example.org", elsewhere, 400),
        ("ben@example.org", closed, 400),
        (HOME, ended, 200),
        (HOME, moved_home, 400),
        (HOME, registered, 400),
    ],
)
def test_it_is_good_for_whom_it_was_mailed_to(
    to: str,
    change: Callable[[Patient], None],
    status: int,
    api: Api,
    wanda: Patient,
    dr_cho: User,
    now: datetime,
) -> None:
    made_for(wanda, dr_cho, now)
    token = link_in(mails(now)[to])
    change(wanda)

    answer = api(None).post(LINK, {"token": token})

    holds = status == 200
    assert answer.status_code == status, answer.content
    assert answer.json().get("code") == (None if holds else "link_not_valid")
    assert (Appointment.objects.get().accepted_at is not None) is holds
    if holds:
        change_again = ended if to != HOME else moved_home
        change_again(wanda)
        # Accepted already, it shows nothing either.
        assert api(None).post(LINK, {"token": token}).status_code == 400


@pytest.mark.parametrize(
    ("email", "status"),
    [
        ("dr_cho@example.org", 400),
        ("DR_CHO@Example.ORG", 400),
        ("dr_cho+wanda@example.org", 400),
        ("dr_diaz@example.org", 400),
        ("cabinet@cho.example", 400),
        ("eve@example.org", 400),
        ("ada@example.org", 201),
        ("", 201),
    ],
)
def test_nobody_writes_a_patient_down_with_an_address_of_the_clinics_people(
    email: str, status: int, api: Api, ada: User, dr_cho: User, dr_diaz: User, eve: User
) -> None:
    Doctor.objects.filter(user=dr_cho).update(email="cabinet@cho.example")
    for by, first_name in ((dr_cho, "Wanda"), (eve, "Wilma")):
        person = {**WANDA, "first_name": first_name, "email": email}
        answer = api(by).post("/api/patients/", person)
        assert answer.status_code == status
        assert status == 201 or list(answer.json()["details"]) == ["email"]


def test_what_was_written_down_so_before_accepts_nothing(
    api: Api, wanda: Patient, dr_cho: User, now: datetime
) -> None:
    Patient.objects.filter(pk=wanda.pk).update(email=dr_cho.email)
    made = made_for(wanda, dr_cho, now)
    assert made.start_at is not None
    body = str(mails(now)[dr_cho.email].body)
    sent = Sent(PATIENT, wanda.pk, dr_cho.email)

    assert "accepter#" not in body
    assert code_of(appointment_id=made.pk, start_at=made.start_at) not in body
    token = token_of(appointment_id=made.pk, start_at=made.start_at, sent=sent)
    assert api(None).post(LINK, {"token": token}).status_code == 400


def by_account(api: Api, _cho: User, made: Appointment, _mails: Any) -> Any:
    ben = User.objects.get(username="ben")
    return api(ben).post(f"/api/appointments/{made.pk}/accept/")


def by_code(api: Api, cho: User, made: Appointment, _mails: Any) -> Any:
    assert made.start_at is not None
    code = code_of(appointment_id=made.pk, start_at=made.start_at)
    return api(cho).post(f"/api/appointments/{made.pk}/accept/", {"code": code})


def by_link(to: str) -> Callable[..., Any]:
    def accepted(api: Api, _cho: User, _made: Appointment, sent: Any) -> Any:
        return api(None).post(LINK, {"token": link_in(sent[to])})

    return accepted


def by_coming(api: Api, cho: User, made: Appointment, _mails: Any) -> Any:
    assert made.start_at is not None
    with time_machine.travel(made.start_at - timedelta(hours=1), tick=False):
        return api(cho).post(f"/api/appointments/{made.pk}/arrive/")


@pytest.mark.parametrize(
    ("means", "details", "words"),
    [
        (by_account, {"accepted_by": "account"}, "Accepted in an account"),
        (
            by_code,
            {"accepted_by": "code"},
            "Accepted by the code that the patient read out",
        ),
        (
            by_link("ben@example.org"),
            {"accepted_by": "link", "mailed_to": "account"},
            "Accepted by the link of a mail, to the address of an account",
        ),
        (
            by_link(HOME),
            {"accepted_by": "link", "mailed_to": "written_down"},
            "Accepted by the link of a mail, to the address that the practice wrote down",
        ),
        (by_coming, {"accepted_by": "arrival"}, "Accepted by coming"),
    ],
)
def test_the_history_says_by_what_it_was_accepted(
    means: Callable[..., Any],
    details: dict[str, str],
    words: str,
    api: Api,
    wanda: Patient,
    dr_cho: User,
    eve: User,
    now: datetime,
) -> None:
    made = made_for(wanda, dr_cho, now)
    answer = means(api, dr_cho, made, mails(now))

    assert answer.status_code == 200, answer.content
    assert AppointmentEvent.objects.latest("id").details == details
    shown = api(eve).get(f"/api/appointments/{made.pk}/history/").json()
    assert shown[-1]["details"] == details
    with translation.override("en"):
        assert means_of(details) == words
        assert means_of({}) == ""
