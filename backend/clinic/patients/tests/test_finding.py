"""Finding a patient whom one does not treat: exactly, or not at all."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment
from clinic.audit.models import AuditEntry
from clinic.care.models import CareRelation
from clinic.patients.models import Patient
from clinic.patients.services.profiles import search_text_of
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]
FIND = "/api/patients/find/"
BORN = date(1990, 11, 24)


@pytest.fixture
def zoe(ada: User) -> Patient:
    """Ada, by a name that people write in many ways."""
    names = {"first_name": "Zoé-Anne", "last_name": "D'Été"}
    Patient.objects.update(**names, birth_date=BORN, search_text=search_text_of(*names.values()))
    return Patient.objects.get()


def ask(client: APIClient, first: str = "Zoé-Anne", last: str = "D'Été", born: Any = BORN) -> Any:
    return client.post(FIND, {"first_name": first, "last_name": last, "birth_date": str(born)})


@pytest.mark.parametrize(
    ("first", "last", "born", "found"),
    [
        ("Zoé-Anne", "D'Été", BORN, True),
        ("zoe anne", "d\N{RIGHT SINGLE QUOTATION MARK}ETE", BORN, True),
        ("Zoé", "D'Été", BORN, False),
        ("Zoé-Ann", "D'Été", BORN, False),
        ("Zoé%", "_'Été", BORN, False),
        ("Zoé-Anne", "D'Été", BORN + timedelta(days=1), False),
        ("D'Été", "Zoé-Anne", BORN, False),
    ],
)
def test_exactly_or_not_at_all(
    first: str, last: str, born: date, *, found: bool, api: Api, dr_diaz: User, zoe: Patient
) -> None:
    answer = ask(api(dr_diaz), first, last, born)

    shown = {"id": zoe.pk, "name": "Zoé-Anne D'Été", "birth_date": str(BORN), "has_relation": False}
    assert (answer.status_code, answer.json()) == (200, [shown] if found else [])


def test_somebody_without_a_name_is_not_found(api: Api, dr_diaz: User, zoe: Patient) -> None:
    Patient.objects.update(first_name="", last_name="", search_text="")

    assert ask(api(dr_diaz), "-", "'").json() == []


def test_it_says_whether_the_doctor_sees_them_anyway(
    api: Api, dr_cho: User, dr_diaz: User, zoe: Patient, now: datetime
) -> None:
    CareRelation.objects.create(
        doctor=dr_cho.doctor,
        patient=zoe,
        scope="contact",
        basis="appointment",
        since=now,
        last_contact_at=now,
    )

    assert [row["has_relation"] for row in ask(api(dr_cho)).json()] == [True]
    assert [row["has_relation"] for row in ask(api(dr_diaz)).json()] == [False]


def test_each_search_is_journalled_found_or_not(api: Api, dr_diaz: User, zoe: Patient) -> None:
    ask(api(dr_diaz))
    ask(api(dr_diaz), "Nobody")

    entries = AuditEntry.objects.order_by("id").values_list("action", "route", "patients")
    assert list(entries) == [
        ("read", "patients-find", [zoe.pk]),
        ("read", "patients-find", []),
    ]


def test_found_and_not_found_cost_the_same_reads(api: Api, dr_diaz: User, zoe: Patient) -> None:
    client = api(dr_diaz)
    ask(client)
    reads = []
    for first in ("Zoé-Anne", "Nobody"):
        with CaptureQueriesContext(connection) as asked:
            assert ask(client, first).status_code == 200
        reads.append([one["sql"].split()[0] for one in asked.captured_queries].count("SELECT"))
    assert reads[0] == reads[1]


def test_a_doctor_asks_so_often(api: Api, dr_diaz: User, zoe: Patient, settings: Any) -> None:
    rates = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": {**rates, "find": "2/hour"},
    }
    answers = [ask(api(dr_diaz)).status_code for _ in range(3)]

    assert answers == [200, 200, 429]


def test_who_was_found_can_be_booked_for_within_a_day_and_no_more_is_open(
    api: Api, dr_cho: User, dr_diaz: User, zoe: Patient
) -> None:
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    slots = [slot_at(dr_diaz.doctor, at + timedelta(days=days)) for days in (3, 4)]
    body = {"slot": slots[0].pk, "patient": zoe.pk}
    with time_machine.travel(at, tick=False):
        assert api(dr_diaz).post("/api/appointments/", body).status_code == 404
        ask(api(dr_diaz))
        # Finding shows nothing more, and to nobody else.
        assert api(dr_diaz).get(f"/api/patients/{zoe.pk}/").status_code == 404
        assert api(dr_cho).post("/api/appointments/", body).status_code == 404
    with time_machine.travel(at + timedelta(hours=24), tick=False):
        assert api(dr_diaz).post("/api/appointments/", body).status_code == 404
    with time_machine.travel(at + timedelta(hours=23), tick=False):
        assert api(dr_diaz).post("/api/appointments/", body).status_code == 201

    assert CareRelation.objects.get().scope == "contact"
    assert Appointment.objects.get().patient == zoe
