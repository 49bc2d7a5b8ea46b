"""What no form sends is refused in words and breaks nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]


@pytest.mark.parametrize(
    "query",
    [
        "doctor=99999999999999999999",
        "start=0001-01-01T00:00:00%2B14:00",
        "end=9999-12-31T23:59:59-14:00",
        "cursor=cD0wMDAxLTAxLTAxVDAwOjAwOjAwJTJCMTQ6MDA=",
    ],
)
def test_what_no_column_holds_finds_nothing(api: Api, ada: User, query: str) -> None:
    answer = api(ada).get(f"/api/appointments/?{query}")

    # PostgreSQL compares with such values, SQLite refuses them.
    assert answer.status_code == 400 or answer.json() == []


@pytest.mark.parametrize("cursor", ["xxx", "bz0xJnA9MjAyNg=="])
def test_a_cursor_that_nobody_gave_is_invalid(api: Api, ada: User, cursor: str) -> None:
    answer = api(ada).get("/api/appointments/", {"cursor": cursor})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert list(answer.json()["details"]) == ["cursor"]


@pytest.mark.parametrize("path", ["/api/appointments/", "/api/slots/reserve/"])
def test_a_slot_that_cannot_be_is_not_booked(api: Api, ada: User, path: str) -> None:
    answer = api(ada).post(path, {"slot": 10**30, "slot_id": 10**30, "doctor_id": 1})

    assert answer.status_code in (400, 404)


def test_a_body_nested_without_end_is_no_json(api: Api, ada: User) -> None:
    body = '{"slot":' + "[" * 100_000 + "]" * 100_000 + "}"

    answer = api(ada).post("/api/appointments/", body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["error"] == "Le corps de la requête n’est pas du JSON valide."


def test_a_list_without_end_is_not_looked_through(api: Api, dr_cho: User) -> None:
    answer = api(dr_cho).patch("/api/doctors/me/", {"languages": ["too long"] * 10_000})

    assert answer.status_code == 400
    assert answer.json()["details"] == {
        "languages": ["Assurez-vous que ce champ n'a pas plus de 20 éléments."]
    }


@pytest.mark.parametrize("odd", ["1" + "0" * 30, r'"\ud800"'])
def test_a_key_goes_with_any_body(api: Api, ada: User, odd: str) -> None:
    answer = api(ada).post(
        "/api/appointments/",
        f'{{"slot": 999, "odd": {odd}}}',
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_version_without_end_is_another_version(api: Api, ada: User, dr_cho: User) -> None:
    slot = slot_at(dr_cho.doctor, timezone.now() + timedelta(days=2))
    booked = api(ada).post("/api/appointments/", {"slot": slot.pk}).json()

    answer = api(ada).patch(
        f"/api/appointments/{booked['id']}/", {"motif": "x"}, headers={"If-Match": "9" * 5000}
    )

    assert (answer.status_code, answer.json()["code"]) == (412, "version_conflict")
