"""Patients without an account, and how they come to their record."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.patients.models import Guardian, Patient, PatientCode
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User
from clinic.users.tests.signing import registration

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]
WANDA = {
    "first_name": "Wanda",
    "last_name": "Kern",
    "birth_date": "1950-01-02",
    "phone": "06 12 34 56 78",
}


@pytest.fixture
def wanda(api: Api, dr_cho: User) -> dict[str, Any]:
    """Somebody who phoned."""
    answer = api(dr_cho).post("/api/patients/", WANDA)
    assert answer.status_code == 201, answer.content
    written: dict[str, Any] = answer.json()
    return written


def code_of(api: Api, by: User, patient: dict[str, Any]) -> str:
    answer = api(by).post(f"/api/patients/{patient['id']}/code/")
    assert answer.status_code == 201
    return str(answer.json()["code"])


def register(api: Api, **more: Any) -> Any:
    return api(None).post("/api/users/register/", registration(**more))


def test_the_practice_writes_somebody_down_and_books_for_them(
    api: Api, dr_cho: User, dr_diaz: User, wanda: dict[str, Any]
) -> None:
    assert (wanda["name"], wanda["phone"], wanda["email"]) == ("Wanda Kern", "+33612345678", "")
    assert [row["id"] for row in api(dr_cho).get("/api/patients/").json()] == [wanda["id"]]
    assert api(dr_diaz).get(f"/api/patients/{wanda['id']}/").status_code == 404
    slot = slot_at(dr_cho.doctor, timezone.now() + timedelta(days=2))
    body = {"slot": slot.pk, "patient": wanda["id"]}

    booked = api(dr_cho).post("/api/appointments/", body)

    assert booked.status_code == 201
    assert booked.json()["patient"]["name"] == "Wanda Kern"


@pytest.mark.parametrize("missing", ["first_name", "last_name", "birth_date"])
def test_who_it_is_must_be_said(api: Api, dr_cho: User, missing: str) -> None:
    answer = api(dr_cho).post("/api/patients/", {**WANDA, missing: ""})

    assert (answer.status_code, list(answer.json()["details"])) == (400, [missing])


def test_nobody_is_written_down_twice_without_saying_so(
    api: Api, dr_cho: User, wanda: dict[str, Any]
) -> None:
    again = WANDA | {"first_name": "WANDA", "last_name": "  Kèrn "}

    refused = api(dr_cho).post("/api/patients/", again)

    assert (refused.status_code, refused.json()["code"]) == (409, "patient_exists")
    assert refused.json()["details"] == {
        "patients": [{"id": wanda["id"], "name": "Wanda Kern", "birth_date": "1950-01-02"}]
    }
    for other in ({"birth_date": "1950-01-03"}, {"first_name": "Wendy"}):
        assert api(dr_cho).post("/api/patients/", WANDA | other).status_code == 201
    meant = api(dr_cho).post("/api/patients/", again | {"confirm_duplicate": True})
    assert (meant.status_code, meant.json()["name"]) == (201, "WANDA Kèrn")
    assert Patient.objects.filter(search_text="wanda kern", birth_date="1950-01-02").count() == 2


def test_whom_another_doctor_has_written_down_nobody_is_told(
    api: Api, dr_diaz: User, eve: User, wanda: dict[str, Any]
) -> None:
    assert api(dr_diaz).post("/api/patients/", WANDA).status_code == 201
    seen = api(eve).post("/api/patients/", WANDA)
    assert (seen.status_code, len(seen.json()["details"]["patients"])) == (409, 2)


def test_the_code_opens_the_record_that_is_there(
    api: Api, dr_cho: User, wanda: dict[str, Any]
) -> None:
    code = code_of(api, dr_cho, wanda)
    answer = register(api, patient_code=f" {code.lower()} ", birth_date="1950-01-02")

    assert answer.status_code == 201, answer.content
    patient = Patient.objects.get()
    assert patient.pk == wanda["id"]
    assert (patient.name, patient.phone) == ("Wanda Kern", "+33612345678")
    assert answer.json()["user"]["profile_id"] == patient.pk
    again = register(
        api, username="x", email="x@example.org", patient_code=code, birth_date="1950-01-02"
    )
    assert (again.status_code, list(again.json()["details"])) == (400, ["patient_code"])
    assert User.objects.filter(username="x").count() == 0


@pytest.mark.parametrize(
    "more",
    [
        {"patient_code": "AAAAA-AAAAA", "birth_date": "1950-01-02"},
        {"birth_date": "1950-01-03"},
        {"birth_date": None},
    ],
)
def test_a_wrong_code_or_day_makes_no_account(
    api: Api, dr_cho: User, wanda: dict[str, Any], more: dict[str, Any]
) -> None:
    answer = register(api, **{"patient_code": code_of(api, dr_cho, wanda)} | more)

    assert (answer.status_code, list(answer.json()["details"])) == (400, ["patient_code"])
    assert not User.objects.filter(username="john_doe").exists()
    assert PatientCode.objects.get().used_at is None


def test_a_code_ends(api: Api, dr_cho: User, wanda: dict[str, Any]) -> None:
    first, second = code_of(api, dr_cho, wanda), code_of(api, dr_cho, wanda)
    replaced = register(api, patient_code=first, birth_date="1950-01-02")
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        late = register(api, patient_code=second, birth_date="1950-01-02")

    assert (replaced.status_code, late.status_code) == (400, 400)


def test_only_a_digest_is_kept(api: Api, dr_cho: User, wanda: dict[str, Any]) -> None:
    code = code_of(api, dr_cho, wanda)

    kept = PatientCode.objects.values().get()
    assert code.replace("-", "") not in str(kept)
    assert kept["expires_at"] - kept["made_at"] == timedelta(days=30)


def test_who_has_an_account_needs_no_code(api: Api, eve: User, ada: User) -> None:
    answer = api(eve).post(f"/api/patients/{ada.patient.pk}/code/")

    assert (answer.status_code, answer.json()["code"]) == (409, "has_account")


def test_only_who_wrote_the_patient_down_hands_out_the_code(
    api: Api, dr_cho: User, dr_diaz: User, eve: User, wanda: dict[str, Any]
) -> None:
    path = f"/api/patients/{wanda['id']}/code/"
    name = {name: wanda[name] for name in ("first_name", "last_name", "birth_date")}
    assert len(api(dr_diaz).post("/api/patients/find/", name).json()) == 1
    own = slot_at(dr_diaz.doctor, timezone.now() + timedelta(days=2))
    booked = api(dr_diaz).post("/api/appointments/", {"slot": own.pk, "patient": wanda["id"]})
    assert booked.status_code == 201
    assert api(dr_diaz).get(f"/api/patients/{wanda['id']}/").status_code == 200

    statuses = [api(who).post(path).status_code for who in (dr_diaz, dr_cho, eve)]

    assert statuses == [403, 201, 201]
    shown = [
        api(who).get(f"/api/patients/{wanda['id']}/").json()["takes_code"]
        for who in (dr_diaz, dr_cho, eve)
    ]
    assert shown == [False, True, True]


def test_nobody_takes_the_place_of_a_guardian_by_a_code(
    api: Api, ada: User, dr_cho: User, eve: User, wanda: dict[str, Any]
) -> None:
    Guardian.objects.create(user=ada, patient_id=wanda["id"], created_at=timezone.now())

    for who in (dr_cho, eve):
        answer = api(who).post(f"/api/patients/{wanda['id']}/code/")
        assert (answer.status_code, answer.json()["code"]) == (409, "has_guardian")
