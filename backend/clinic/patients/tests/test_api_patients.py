"""Patients: their own profile, and who else sees them (R1, R3 §3)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import Wish, book_slot
from clinic.patients.models import Patient, age_on
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User
from clinic.users.roles import Role

pytestmark = pytest.mark.django_db

Api = Callable[[User | None], APIClient]


@pytest.fixture
def appointment(ada: User, dr_cho: User, now: datetime) -> Appointment:
    """Ada's appointment with Dr. Cho, which makes her his patient."""
    slot = slot_at(dr_cho.doctor, now + timedelta(days=2))
    return book_slot(by=ada, slot_id=slot.pk, wish=Wish(), now=now)


def test_a_patient_reads_their_profile(api: Api, ada: User) -> None:
    Patient.objects.update(birth_date=date(1990, 11, 24))

    with time_machine.travel(datetime.fromisoformat("2026-11-23T12:00:00+00:00"), tick=False):
        response = api(ada).get("/api/patients/me/")

    assert response.json() == {
        "id": ada.patient.pk,
        "first_name": "Ada",
        "last_name": "Martin",
        "birth_date": "1990-11-24",
        "age": 35,
        "sex": "",
        "gender": "",
        "phone": "",
        "address": "",
        "city": "",
        "antecedents": "",
        "status": "Actif",
        "blood_pressure": "",
        "cholesterol_level": "",
    }


def test_a_patient_changes_what_is_theirs(api: Api, ada: User) -> None:
    body = {
        "first_name": "Adèle",
        "last_name": "Petit",
        "birth_date": "1980-02-29",
        "sex": "female",
        "address": "1 rue de la Paix",
        "city": "Lyon",
        "antecedents": "Asthme",
        "blood_pressure": "normal",
        "cholesterol_level": "high",
    }

    response = api(ada).patch("/api/patients/me/", body | {"phone": "06 12 34 56 78"})

    assert response.status_code == 200
    answered = response.json()
    assert {name: answered[name] for name in body} == body
    assert answered["phone"] == "+33612345678"
    assert api(ada).get("/api/patients/me/").json() == answered


def test_status_observations_and_owner_are_the_clinics(api: Api, ada: User, ben: User) -> None:
    before = Patient.objects.filter(user=ada).values().get()

    response = api(ada).patch(
        "/api/patients/me/",
        {"status": "Inactif", "observations": "x", "user": ben.pk, "id": 9, "age": 3},
    )

    assert response.status_code == 200
    assert Patient.objects.filter(user=ada).values().get() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"birth_date": "2999-01-01"}, "birth_date"),
        ({"birth_date": "1850-01-01"}, "birth_date"),
        ({"birth_date": "yesterday"}, "birth_date"),
        ({"sex": "x"}, "sex"),
        ({"blood_pressure": "medium"}, "blood_pressure"),
        ({"antecedents": "x" * 5001}, "antecedents"),
    ],
)
def test_a_wrong_change_is_told_and_not_made(
    api: Api, ada: User, body: dict[str, str], field: str
) -> None:
    before = Patient.objects.values().get()

    response = api(ada).patch("/api/patients/me/", body)

    assert response.status_code == 400
    assert list(response.json()["details"]) == [field]
    assert Patient.objects.values().get() == before


def test_a_birth_date_can_be_taken_away(api: Api, ada: User) -> None:
    api(ada).patch("/api/patients/me/", {"birth_date": "1980-02-29"})

    response = api(ada).patch("/api/patients/me/", {"birth_date": None})

    assert (response.json()["birth_date"], response.json()["age"]) == (None, None)


def test_two_windows_do_not_overwrite_each_other(api: Api, ada: User) -> None:
    tag = api(ada).get("/api/patients/me/").headers["ETag"]

    first = api(ada).patch("/api/patients/me/", {"city": "Nice"}, headers={"If-Match": tag})
    second = api(ada).patch("/api/patients/me/", {"city": "Metz"}, headers={"If-Match": tag})

    assert (first.status_code, second.status_code) == (200, 412)


def test_others_have_no_patients_profile(api: Api, dr_cho: User, eve: User) -> None:
    for who, status in ((None, 401), (dr_cho, 403), (eve, 403)):
        assert api(who).get("/api/patients/me/").status_code == status
        assert api(who).patch("/api/patients/me/", {}).status_code == status


def test_a_patient_who_waits_is_not_approved(api: Api, ada: User) -> None:
    User.objects.update(is_approved=False)

    response = api(ada).get("/api/patients/me/")

    assert (response.status_code, response.json()["code"]) == (403, "not_approved")


def test_a_doctor_sees_their_own_patients_once_each(
    api: Api,
    ada: User,
    ben: User,
    dr_cho: User,
    appointment: Appointment,
    now: datetime,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    book_slot(
        by=ada, slot_id=slot_at(dr_cho.doctor, now + timedelta(days=3)).pk, wish=Wish(), now=now
    )
    client = api(dr_cho)

    with django_assert_num_queries(3):
        response = client.get("/api/patients/?count=false")

    assert response.json() == [
        {
            "id": ada.patient.pk,
            "name": "Ada Martin",
            "first_name": "Ada",
            "last_name": "Martin",
            "birth_date": None,
            "age": None,
            "sex": "",
            "phone": "",
            "email": "ada@example.org",
            "city": "",
            "has_account": True,
            "takes_code": False,
        }
    ]
    path = f"/api/patients/{ada.patient.pk}/"
    # A request opens who the patient is, and nothing clinical.
    assert client.get(path).json() == {**response.json()[0], "record": None}


def test_who_sees_a_patient(
    api: Api,
    ada: User,
    ben: User,
    dr_cho: User,
    dr_diaz: User,
    eve: User,
    dr_new: User,
    appointment: Appointment,
) -> None:
    path = f"/api/patients/{ada.patient.pk}/"
    people = (None, ada, ben, dr_cho, dr_diaz, eve, dr_new)

    assert [api(who).get(path).status_code for who in people] == [
        401,
        403,
        403,
        200,
        404,
        200,
        403,
    ]


def test_an_admin_sees_and_searches_everyone(api: Api, eve: User, ada: User, ben: User) -> None:
    def names(query: str) -> list[str]:
        return [one["name"] for one in api(eve).get(f"/api/patients/{query}").json()]

    assert names("") == ["Ada Martin", "Ben Petit"]
    assert names("?q=ada MART") == ["Ada Martin"]
    assert names("?q=ben@example") == ["Ben Petit"]
    assert names("?q=ada petit") == []
    assert names("?limit=1") == ["Ada Martin"]
    assert api(eve).get("/api/patients/?name=x").status_code == 400


def test_rows_follow_from_the_role(
    ada: User, ben: User, dr_cho: User, dr_diaz: User, eve: User, appointment: Appointment
) -> None:
    def seen(viewer: Any) -> list[str]:
        rows = Patient.objects.visible_to(viewer).order_by("first_name")
        return [patient.first_name for patient in rows]

    assert seen(AnonymousUser()) == []
    assert seen(ada) == ["Ada"]
    assert seen(dr_cho) == ["Ada"]
    assert seen(dr_diaz) == []
    assert seen(eve) == ["Ada", "Ben"]
    eve.role = "UNKNOWN"
    assert seen(eve) == []
    eve.role, eve.is_approved = Role.ADMIN, False
    assert seen(eve) == []


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2026, 2, 28), 25), (date(2026, 3, 1), 26), (date(2000, 2, 29), 0)],
)
def test_age_is_in_whole_years(day: date, age: int) -> None:
    assert age_on(date(2000, 2, 29), day) == age


def test_a_patient_without_a_name_is_called_by_username(ada: User) -> None:
    assert str(Patient(user=ada)) == "ada"


@pytest.mark.parametrize("count", [1, 2, 3])
def test_django_admin_leads_two_records_to_where_they_are_merged(
    eve: User, ada: User, ben: User, dr_cho: User, settings: Any, count: int
) -> None:
    settings.FRONTEND_BASE_URL = "https://rdv.example.org"
    Patient.objects.create(first_name="Wanda", created_by=dr_cho)
    desk = Client()
    desk.force_login(eve, "clinic.users.backends.UsernameOrEmailBackend")
    first, second, *_more = ids = sorted(Patient.objects.values_list("pk", flat=True))

    answer = desk.post(
        "/admin/patients/patient/", {"action": "merge", "_selected_action": ids[:count]}
    )

    page = f"/admin-clinique/fusion?garder={first}&fusionner={second}"
    to = f"https://rdv.example.org{page}" if count == 2 else "/admin/patients/patient/"
    assert (answer.status_code, answer.headers["Location"]) == (302, to)


def test_django_admin_shows_the_record_and_changes_only_the_status(eve: User, ada: User) -> None:
    desk = Client()
    desk.force_login(eve, "clinic.users.backends.UsernameOrEmailBackend")
    path = f"/admin/patients/patient/{ada.patient.pk}"

    assert "Ada Martin" in desk.get("/admin/patients/patient/?q=ada").content.decode()
    changed = desk.post(f"{path}/change/", {"status": "Inactif", "history": "x", "city": "x"})
    assert changed.status_code == 302
    patient = Patient.objects.get()
    assert (patient.status, patient.history, patient.city) == ("Inactif", "", "")
    assert desk.get("/admin/patients/patient/add/").status_code == 403
    assert desk.post(f"{path}/delete/", {"post": "yes"}).status_code == 403
