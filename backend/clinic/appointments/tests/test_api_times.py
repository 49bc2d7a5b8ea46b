"""Times without a zone: by whose clock they are read (DOMAIN.md "Time")."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment
from clinic.doctors.models import Doctor
from clinic.slots.models import Slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]


@pytest.fixture(autouse=True)
def zones(settings: Any, now: datetime, dr_cho: User, dr_diaz: User) -> Any:
    """Dr. Cho works in Paris (UTC+1), Dr. Diaz in New York (UTC-5), the clinic is in Tokyo."""
    settings.CLINIC_TIME_ZONE = "Asia/Tokyo"
    Doctor.objects.filter(user=dr_diaz).update(time_zone="America/New_York")
    with time_machine.travel(now, tick=False):
        yield


@pytest.mark.parametrize(
    ("whose", "start"),
    [("dr_diaz", "2026-12-01T14:00:00Z"), (None, "2026-12-01T00:00:00Z")],
)
def test_a_wish_is_read_by_the_named_doctors_clock_or_the_clinics(
    api: Api, ada: User, dr_diaz: User, whose: str | None, start: str
) -> None:
    start_at = datetime.fromisoformat(start)
    Slot.objects.create(
        doctor=dr_diaz.doctor,
        start_at=datetime.fromisoformat("2026-12-01T14:00:00Z"),
        end_at=datetime.fromisoformat("2026-12-01T14:30:00Z"),
    )
    body = {"requested_start": "2026-12-01T09:00", "requested_end": "2026-12-01T09:30"}

    answer = api(ada).post(
        "/api/appointments/", body | ({"doctor": dr_diaz.doctor.pk} if whose else {})
    )

    assert (answer.status_code, answer.json()["requested_start"]) == (201, start)
    asked = Appointment.objects.get()
    assert asked.requested_start_at == start_at
    assert asked.requested_end_at == start_at + timedelta(minutes=30)


def test_a_doctors_wish_is_read_by_their_own_clock(
    api: Api, dr_cho: User, ada: User, appointment: Appointment
) -> None:
    body = {
        "requested_start": "2026-12-01T09:00",
        "requested_end": "2026-12-01T12:00:00+02:00",
        "patient": ada.patient.pk,
    }

    slot_at(dr_cho.doctor, datetime(2026, 12, 1, 9, tzinfo=UTC))
    answer = api(dr_cho).post("/api/appointments/", body).json()

    assert answer["requested_start"] == "2026-12-01T08:00:00Z"
    assert answer["requested_end"] == "2026-12-01T10:00:00Z"


def test_bounds_of_a_list_are_read_by_the_same_clock(
    api: Api, ada: User, dr_cho: User, eve: User, appointment: Appointment
) -> None:
    # The appointment begins at 12:00 UTC: 13:00 in Paris, 21:00 in Tokyo.
    cho = dr_cho.doctor.pk

    def found(user: User, query: str) -> int:
        return len(api(user).get(f"/api/appointments/?{query}").json())

    for user, query in (
        (dr_cho, ""),
        (eve, f"&doctor={cho}"),
        (ada, f"&doctor={cho}"),
    ):
        assert found(user, f"start=2026-11-25T13:00{query}") == 1
        assert found(user, f"start=2026-11-25T13:01{query}") == 0
        assert found(user, f"end=2026-11-25T13:00{query}") == 0
    assert found(ada, "start=2026-11-25T21:00&end=2026-11-26") == 1
    assert found(ada, "start=2026-11-25T21:01") == 0
    assert found(ada, "start=2026-11-25T12:00:00Z&end=2026-11-25T12:00:01Z") == 1


@pytest.mark.parametrize("moment", ["1999-12-31T23:59", "2100-01-01T00:00:00Z", "9999-12-31"])
def test_years_are_those_of_a_calendar(
    api: Api, ada: User, dr_cho: User, appointment: Appointment, moment: str
) -> None:
    body = {"requested_start": moment, "requested_end": "2026-12-01T09:00:00Z"}
    for answer, field in (
        (api(ada).post("/api/appointments/", body), "requested_start"),
        (api(ada).get("/api/appointments/", {"start": moment}), "start"),
        (api(ada).get("/api/appointments/", {"end": moment}), "end"),
        (
            api(dr_cho).get("/api/appointments/mon-agenda/", {"date_end": moment[:10]}),
            "date_end",
        ),
    ):
        assert (answer.status_code, answer.json()["details"]) == (
            400,
            {field: ["Choisissez une date entre les années 2000 et 2099."]},
        )
    assert Appointment.objects.count() == 1


def test_what_is_no_time_is_refused(api: Api, ada: User) -> None:
    answer = api(ada).get("/api/appointments/?start=demain")

    assert (answer.status_code, list(answer.json()["details"])) == (400, ["start"])


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/api/slots/", ("start", "end")),
        ("/api/appointments/", ("requested_start", "requested_end")),
    ],
)
def test_an_hour_that_does_not_exist_is_refused(
    api: Api, ada: User, dr_cho: User, path: str, names: tuple[str, str]
) -> None:
    """The clocks of Paris go from 02:00 to 03:00 on 28 March 2027."""
    is_wish = path == "/api/appointments/"
    client, doctor = api(ada if is_wish else dr_cho), {"doctor": dr_cho.doctor.pk}

    def ask(*hours: str) -> Any:
        times = dict(zip(names, (f"2027-03-28T{hour}" for hour in hours), strict=True))
        return client.post(path, times | doctor)

    with time_machine.travel("2027-03-20T12:00:00Z", tick=False):
        skipped, ends = ask("02:30:00", "03:30:00"), ask("01:30:00", "02:30:00")
        fits = ask("01:00:00", "01:30:00")

    assert (skipped.status_code, list(skipped.json()["details"])) == (400, [names[0]])
    assert "n’existe pas" in skipped.json()["details"][names[0]][0]
    assert (ends.status_code, list(ends.json()["details"])) == (400, [names[1]])
    # An existing hour is judged for what it is: made, or no free slot.
    assert fits.status_code in (201, 409)
