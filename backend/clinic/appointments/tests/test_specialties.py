"""A request for one specialty is the business of its doctors alone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment
from clinic.doctors.models import Specialty
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

Api = Callable[[User | None], APIClient]
Ask = Callable[..., Appointment]
pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture
def waiting(ada: User, dr_cho: User, dr_diaz: User, specialty: Specialty, ask: Ask) -> Appointment:
    """Ada's request for a cardiologist, whom nobody is yet."""
    return ask(ada, specialty=specialty)


def test_only_doctors_of_the_specialty_are_candidates(
    ada: User, dr_cho: User, dr_eto: User, specialty: Specialty, start_at: datetime, ask: Ask
) -> None:
    slot_at(dr_eto.doctor, start_at)
    wanted = slot_at(dr_cho.doctor, start_at)

    asked = ask(ada, specialty=specialty)

    assert (asked.doctor, asked.slot) == (dr_cho.doctor, wanted)


def test_a_free_doctor_of_another_specialty_does_not_get_it(
    ada: User, dr_cho: User, dr_eto: User, specialty: Specialty, start_at: datetime, ask: Ask
) -> None:
    elsewhere = slot_at(dr_eto.doctor, start_at)

    asked = ask(ada, specialty=specialty)

    elsewhere.refresh_from_db()
    assert (asked.doctor, elsewhere.booked) == (None, 0)


def test_a_request_shows_itself_to_its_specialty(
    api: Api, waiting: Appointment, dr_diaz: User, dr_eto: User
) -> None:
    path = f"/api/appointments/{waiting.pk}/"
    seen = {who: api(who).get(path).status_code for who in (dr_diaz, dr_eto)}
    listed = [row["id"] for row in api(dr_eto).get("/api/appointments/").json()]

    assert (seen, listed) == ({dr_diaz: 200, dr_eto: 404}, [])


@pytest.mark.parametrize("body", [{}, {"consultation_mode": "presentiel"}])
def test_nobody_takes_a_request_of_another_specialty(
    api: Api, waiting: Appointment, dr_eto: User, body: dict[str, Any]
) -> None:
    for move in ("assign", "confirm", "decline"):
        answer = api(dr_eto).post(f"/api/appointments/{waiting.pk}/{move}/", body)
        assert (move, answer.status_code) == (move, 404)

    waiting.refresh_from_db()
    assert (waiting.doctor, waiting.status, waiting.version) == (None, "pending", 1)


def test_a_request_for_no_specialty_is_everybodys(
    api: Api, ada: User, dr_cho: User, dr_eto: User, ask: Ask
) -> None:
    asked = ask(ada)

    listed = {
        who.username: [row["id"] for row in api(who).get("/api/appointments/").json()]
        for who in (dr_cho, dr_eto)
    }

    assert listed == {"dr_cho": [asked.pk], "dr_eto": [asked.pk]}


def test_the_directory_keeps_specialties_apart(api: Api, dr_cho: User, dr_eto: User) -> None:
    def found(slug: str) -> list[int]:
        answer = api(None).get(f"/api/directory/doctors/?specialty={slug}")
        return [row["id"] for row in answer.json()]

    assert (found("cardiologie"), found("dermatologie")) == (
        [dr_cho.doctor.pk],
        [dr_eto.doctor.pk],
    )
