"""Searching appointments by the names and the reason that one may see."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]


@pytest.fixture
def bens(ben: User, dr_diaz: User, now: datetime, book: Any) -> Appointment:
    """Ben's appointment to Dr. Diaz."""
    appointment: Appointment = book(ben, slot_at(dr_diaz.doctor, now + timedelta(days=4)))
    return appointment


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("ada", {"ada"}),
        ("MÁRTIN cho", {"ada"}),
        ("diaz", {"ben"}),
        ("ada diaz", set()),
        ("contrôle", {"ada", "ben"}),
        ("", {"ada", "ben"}),
    ],
)
def test_every_word_is_found_in_a_name_or_the_reason(
    api: Api, eve: User, appointment: Appointment, bens: Appointment, words: str, whose: set[str]
) -> None:
    names = {appointment.pk: "ada", bens.pk: "ben"}

    found = api(eve).get("/api/appointments/", {"q": words}).json()

    assert {names[row["id"]] for row in found} == whose


def test_a_search_shows_nothing_that_the_list_hides(
    api: Api, ada: User, dr_cho: User, appointment: Appointment, bens: Appointment
) -> None:
    assert api(ada).get("/api/appointments/", {"q": "ben"}).json() == []
    assert api(dr_cho).get("/api/appointments/", {"q": "diaz"}).json() == []
    assert [row["id"] for row in api(ada).get("/api/appointments/", {"q": "cho"}).json()] == [
        appointment.pk
    ]


def test_a_search_costs_no_query_more(
    api: Api, eve: User, appointment: Appointment, bens: Appointment, django_assert_num_queries: Any
) -> None:
    client = api(eve)
    with django_assert_num_queries(5):
        client.get("/api/appointments/", {"q": "ada martin cho"})
