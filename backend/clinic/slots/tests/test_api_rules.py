"""``/api/availabilities/`` and ``/api/exceptions/`` (R2), working hours as text (R3)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from clinic.audit.models import AuditEntry
from clinic.doctors.models import Doctor
from clinic.outbox.models import Event
from clinic.slots.models import Absence, Availability, Slot
from clinic.slots.tests.factories import appointment_in, rule_on
from clinic.users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Api = Callable[[User | None], APIClient]
PATH = "/api/availabilities/"
BODY = {"day_of_week": 1, "start_time": "09:00", "end_time": "10:00"}
TUESDAY = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def stopped_clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def cho(api: Api, dr_cho: User) -> APIClient:
    """Dr. Cho's client; one Tuesday within the horizon."""
    Doctor.objects.update(horizon_days=1)
    return api(dr_cho)


def test_a_rule_is_added_and_its_slots_are_there(cho: APIClient, dr_cho: User) -> None:
    made = cho.post(PATH, BODY)
    assert made.status_code == 201
    assert made.json() == {
        "id": Availability.objects.get().pk,
        "doctor": dr_cho.doctor.pk,
        "day_of_week": 1,
        "start_time": "09:00",
        "end_time": "10:00",
        "consultation_type": "presentiel",
        "duration_minutes": 30,
        "max_consultations": 1,
        "location": "",
        "is_active": True,
        "valid_from": None,
        "valid_until": None,
        "conflicts": [],
    }
    assert Slot.objects.count() == 2
    assert [event.topic for event in Event.objects.all()] == ["calendar.changed"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"end_time": "09:00"}, "end_time"),
        ({"day_of_week": 7}, "day_of_week"),
        ({"duration_minutes": 4}, "duration_minutes"),
        ({"max_consultations": 0}, "max_consultations"),
        ({"valid_from": "2026-12-02", "valid_until": "2026-12-01"}, "valid_until"),
        ({"valid_from": "0001-01-01"}, "valid_from"),
        ({"consultation_type": "phone"}, "consultation_type"),
    ],
)
def test_what_is_no_rule_is_refused(cho: APIClient, change: dict[str, Any], field: str) -> None:
    refused = cho.post(PATH, BODY | change)
    assert (refused.status_code, list(refused.json()["details"])) == (400, [field])


def test_a_rule_is_changed_unless_someone_else_did(cho: APIClient, dr_cho: User, ada: User) -> None:
    path = f"{PATH}{cho.post(PATH, BODY).json()['id']}/"
    appointment_in(Slot.objects.get(start_at=TUESDAY), ada.patient)
    tag = cho.get(path).headers["ETag"]
    changed = cho.patch(path, {"start_time": "09:30"}, headers={"if-match": tag})
    assert changed.status_code == 200
    assert [row["slot"]["start_time"] for row in changed.json()["conflicts"]] == [
        "2026-11-24T08:00:00Z"
    ]
    assert cho.get(f"{PATH}conflicts/").json() == changed.json()["conflicts"]
    stale = cho.patch(path, {"start_time": "09:00"}, headers={"if-match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "version_conflict")
    # The answer's tag is the one that GET gives.
    assert changed.headers["ETag"] == cho.get(path).headers["ETag"] != tag
    assert cho.patch(path, {"end_time": "09:15"}).status_code == 400
    # Whatever doctor is named: the rule stays where it is, and nobody learns who there is.
    assert cho.put(path, BODY | {"doctor": 404}).json()["doctor"] == dr_cho.doctor.pk
    assert cho.put(path, BODY).json()["conflicts"] == []
    assert cho.delete(path, headers={"if-match": tag + "x"}).status_code == 412
    assert cho.delete(path).status_code == 204
    assert list(Slot.objects.values_list("booked", "is_open")) == [(1, False)]


def test_a_rule_stays_the_same_doctors(cho: APIClient, dr_cho: User, dr_diaz: User) -> None:
    path = f"{PATH}{rule_on(dr_cho.doctor, 1).pk}/"
    assert cho.patch(path, {"doctor": dr_diaz.doctor.pk}).json()["doctor"] == dr_cho.doctor.pk


def test_who_reads_which_rules(
    api: Api, cho: APIClient, ada: User, dr_cho: User, dr_diaz: User, eve: User
) -> None:
    own = rule_on(dr_cho.doctor, 1)
    idle = rule_on(dr_cho.doctor, 2, is_active=False)
    other = rule_on(dr_diaz.doctor, 3)

    def ids(client: APIClient, query: str = "") -> list[int]:
        return [row["id"] for row in client.get(f"{PATH}{query}").json()]

    assert ids(cho) == [own.pk, idle.pk]
    assert ids(api(ada)) == [own.pk, other.pk]
    assert ids(api(ada), f"?doctor={dr_diaz.doctor.pk}") == [other.pk]
    assert ids(api(eve), "?is_active=false") == [idle.pk]
    assert ids(api(eve), "?day_of_week=3&consultation_type=presentiel") == [other.pk]
    assert api(ada).get(f"{PATH}?weekday=3").status_code == 400
    assert api(ada).post(PATH, BODY).status_code == 403
    assert api(dr_diaz).patch(f"{PATH}{own.pk}/", {}).status_code == 404
    assert api(eve).post(PATH, BODY | {"doctor": dr_cho.doctor.pk}).status_code == 201


def test_there_is_an_end_to_rules_and_absences(
    cho: APIClient, dr_cho: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.slots.services.rules.MOST_RULES", 1)
    monkeypatch.setattr("clinic.slots.services.absences.MOST_ABSENCES", 0)
    assert cho.post(PATH, BODY).status_code == 201
    assert cho.post(PATH, BODY).status_code == 400
    body = {"start_datetime": "2026-11-24T08:00:00Z", "end_datetime": "2026-11-24T09:00:00Z"}
    assert cho.post("/api/exceptions/", body).status_code == 400


def test_trying_rules_out_writes_nothing(cho: APIClient, dr_cho: User, ada: User) -> None:
    cho.post(PATH, BODY)
    slot = Slot.objects.get(start_at=TUESDAY)
    appointment_in(slot, ada.patient)
    before = list(Slot.objects.values()), Event.objects.count()
    rule = BODY | {"start_time": "09:30", "end_time": "10:30", "duration_minutes": 60}
    idle = BODY | {"is_active": False}
    tried = cho.post(f"{PATH}preview/", {"rules": [rule, idle]}).json()
    assert tried["slots"] == [
        {
            "start": f"2026-{day}T08:30:00Z",
            "end": f"2026-{day}T09:30:00Z",
            "mode": "presentiel",
            "capacity": 1,
        }
        for day in ("11-24", "12-01")
    ]
    assert [row["slot"]["id"] for row in tried["conflicts"]] == [slot.pk]
    later = {"rules": [BODY], "start": "2026-12-05", "weeks": 1}
    assert [slot["start"] for slot in cho.post(f"{PATH}preview/", later).json()["slots"]] == [
        "2026-12-08T08:00:00Z",
        "2026-12-08T08:30:00Z",
    ]
    assert (list(Slot.objects.values()), Event.objects.count()) == before
    assert cho.post(f"{PATH}preview/", {"rules": [{}]}).status_code == 400
    far = {"rules": [], "start": "2098-01-01"}
    assert cho.post(f"{PATH}preview/", far).status_code == 400


def test_the_journal_knows_whose_appointments_a_change_has_shown(cho: APIClient, ada: User) -> None:
    path = f"{PATH}{cho.post(PATH, BODY).json()['id']}/"
    appointment_in(Slot.objects.get(start_at=TUESDAY), ada.patient)
    assert not AuditEntry.objects.exists()

    cho.post(f"{PATH}preview/", {"rules": []})
    cho.patch(path, {"start_time": "09:30"})
    day = {"start_datetime": "2026-11-24T00:00:00Z", "end_datetime": "2026-11-25T00:00:00Z"}
    assert cho.post("/api/exceptions/", day).status_code == 201
    cho.put(f"{PATH}schedule/", {"schedule": "jeu 9h-10h"})
    cho.get(f"{PATH}conflicts/")

    shown = AuditEntry.objects.order_by("id").values_list("route", "patients")
    assert list(shown) == [
        ("availabilities-preview", [ada.patient.pk]),
        ("availability", [ada.patient.pk]),
        ("exceptions", [ada.patient.pk]),
        ("availabilities-schedule", [ada.patient.pk]),
        ("availabilities-conflicts", [ada.patient.pk]),
    ]


def test_working_hours_as_text(api: Api, cho: APIClient, dr_cho: User, eve: User) -> None:
    path = f"{PATH}schedule/"
    assert cho.get(path).json() == {"schedule": ""}
    put = cho.put(path, {"schedule": "mar 9h-10h, 14h-15h; jeu 9h-10h", "duration_minutes": 20})
    assert put.status_code == 200
    assert put.json()["schedule"] == "Mar 9h-10h, 14h-15h; Jeu 9h-10h"
    assert [row["duration_minutes"] for row in put.json()["rules"]] == [20, 20, 20]
    assert put.json()["conflicts"] == []
    assert Slot.objects.count() == 6
    # What is not said stays as it was.
    again = cho.put(path, {"schedule": "Mar 9h-10h", "consultation_type": "both"}).json()["rules"]
    assert [(row["duration_minutes"], row["consultation_type"]) for row in again] == [(20, "both")]
    assert api(eve).get(f"{path}?doctor={dr_cho.doctor.pk}").json() == {"schedule": "Mar 9h-10h"}
    assert api(eve).get(path).status_code == 400
    refused = cho.put(path, {"schedule": "always"})
    assert (refused.status_code, list(refused.json()["details"])) == (400, ["schedule"])


@pytest.mark.parametrize(
    ("sees", "mode"),
    [
        ({}, "presentiel"),
        ({"sees_by_video": True}, "both"),
        ({"sees_by_video": True, "sees_in_person": False}, "distanciel"),
    ],
)
def test_first_hours_take_the_doctors_own_mode(
    cho: APIClient, sees: dict[str, bool], mode: str
) -> None:
    if sees:
        Doctor.objects.update(**sees)
    made = cho.put(f"{PATH}schedule/", {"schedule": "Lun-Ven 9h-17h"}).json()["rules"]
    assert {row["consultation_type"] for row in made} == {mode}


def test_free_slots_with_r2_names(
    api: Api, cho: APIClient, ada: User, dr_cho: User, dr_new: User
) -> None:
    cho.post(PATH, BODY | {"max_consultations": 3, "location": "A"})
    path = f"{PATH}available-slots/"
    slots = cho.get(path).json()
    assert slots[0] == {
        "id": Slot.objects.get(start_at=TUESDAY).pk,
        "start": "2026-11-24T08:00:00Z",
        "end": "2026-11-24T08:30:00Z",
        "consultation_type": "presentiel",
        "location": "A",
        "max_consultations": 3,
        "remaining": 3,
    }
    client, own = api(ada), f"doctor={dr_cho.doctor.pk}"
    assert client.get(f"{path}?{own}").json() == slots
    # Both dates are included.
    assert client.get(f"{path}?{own}&date_start=2026-11-24&date_end=2026-11-24").json() == slots
    assert client.get(f"{path}?{own}&date_end=2026-11-23").json() == []
    assert client.get(path).status_code == 400
    assert client.get(f"{path}?doctor={dr_new.doctor.pk}").status_code == 404
    assert cho.get(f"{path}?doctor={dr_cho.doctor.pk}").json() == slots


ABSENT = {"start_datetime": "2026-11-24T09:00:00", "end_datetime": "2026-11-24T09:30:00"}


def test_an_absence_by_the_doctors_clock(cho: APIClient, dr_cho: User, ada: User) -> None:
    cho.post(PATH, BODY)
    appointment_in(Slot.objects.get(start_at=TUESDAY), ada.patient)
    made = cho.post("/api/exceptions/", ABSENT | {"exception_type": "vacation", "reason": "Ski"})
    assert made.status_code == 201
    absence = Absence.objects.get()
    assert {key: made.json()[key] for key in made.json() if key != "conflicts"} == {
        "id": absence.pk,
        "doctor": dr_cho.doctor.pk,
        "start_datetime": "2026-11-24T08:00:00Z",
        "end_datetime": "2026-11-24T08:30:00Z",
        "exception_type": "vacation",
        "reason": "Ski",
        "is_recurring": False,
    }
    assert len(made.json()["conflicts"]) == 1
    path = f"/api/exceptions/{absence.pk}/"
    tag = cho.get(path).headers["ETag"]
    moved = cho.patch(path, {"end_datetime": "2026-11-24T08:45:00Z"}, headers={"if-match": tag})
    assert moved.json()["end_datetime"] == "2026-11-24T08:45:00Z"
    assert cho.patch(path, {"reason": ""}, headers={"if-match": tag}).status_code == 412
    assert Slot.objects.filter(is_open=True).count() == 0
    assert cho.put(path, ABSENT).status_code == 200
    assert cho.delete(path).status_code == 204
    assert Slot.objects.filter(is_open=True).count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"end_datetime": "2026-11-24T09:00:00"},
        {"end_datetime": "2026-12-02T09:00:00", "is_recurring": True},
        {"end_datetime": "0001-01-01T00:00:00Z"},
    ],
)
def test_what_is_no_absence_is_refused(cho: APIClient, change: dict[str, Any]) -> None:
    refused = cho.post("/api/exceptions/", ABSENT | change)
    assert (refused.status_code, list(refused.json()["details"])) == (400, ["end_datetime"])


@pytest.mark.parametrize("field", ["start_datetime", "end_datetime"])
def test_an_absence_neither_starts_nor_ends_in_the_hour_that_is_leapt_over(
    cho: APIClient, field: str
) -> None:
    night = {"start_datetime": "2027-03-28T00:00:00", "end_datetime": "2027-03-28T05:00:00"}
    made = cho.post("/api/exceptions/", night)
    path = f"/api/exceptions/{made.json()['id']}/"

    for refused in (
        cho.post("/api/exceptions/", night | {field: "2027-03-28T02:30:00"}),
        cho.patch(path, {field: "2027-03-28T02:30:00"}),
    ):
        assert (refused.status_code, list(refused.json()["details"])) == (400, [field])
        assert "n’existe pas" in refused.json()["details"][field][0]
    assert cho.patch(path, {field: "2027-03-28T02:30:00+01:00"}).status_code == 200


def test_absences_are_the_doctors_own_business(
    api: Api, cho: APIClient, ada: User, dr_diaz: User, eve: User
) -> None:
    made = cho.post("/api/exceptions/", ABSENT).json()["id"]
    path = f"/api/exceptions/{made}/"
    assert api(ada).get("/api/exceptions/").status_code == 403
    assert api(dr_diaz).get(path).status_code == 404
    assert api(dr_diaz).get("/api/exceptions/").json() == []
    assert [row["id"] for row in api(eve).get("/api/exceptions/").json()] == [made]
    assert cho.get("/api/exceptions/?start=2026-11-24T08:30:00Z").json() == []
    assert cho.get("/api/exceptions/?exception_type=vacation").json() == []
    assert len(cho.get("/api/exceptions/?is_recurring=false&end=2026-11-25T00:00:00Z").json()) == 1
