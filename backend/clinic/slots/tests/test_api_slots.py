"""``/api/slots/`` (R1): slots by hand, free slots, holds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from clinic.doctors.models import Doctor
from clinic.outbox.models import Event
from clinic.slots.models import Absence, Hold, Origin, Slot
from clinic.slots.services.materialise import materialise
from clinic.slots.tests.factories import rule_on, slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Api = Callable[[User | None], APIClient]
START, END = "2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z"


@pytest.fixture(autouse=True)
def stopped_clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False):
        yield


@pytest.mark.parametrize("names", [("start", "end"), ("start_time", "end_time")])
def test_a_doctor_adds_a_slot_under_either_pair_of_names(
    api: Api, dr_cho: User, names: tuple[str, str]
) -> None:
    made = api(dr_cho).post("/api/slots/", dict(zip(names, (START, END), strict=True)))
    assert made.status_code == 201
    slot = Slot.objects.get()
    assert made.json() == {
        "message": "Slot crée avec succès",
        "id": slot.pk,
        "start_time": START,
        "end_time": END,
        "doctor": {"id": dr_cho.doctor.pk, "name": "Dr. Claire Cho"},
        "mode": "presentiel",
        "capacity": 1,
        "booked": 0,
        "remaining": 1,
        "location": "",
        "origin": "manual",
        "is_open": True,
    }
    assert Event.objects.get().topic == "calendar.changed"


def test_a_naive_instant_is_read_by_the_doctors_clock(api: Api, dr_cho: User) -> None:
    body = {"start": "2026-11-24T10:00:00", "end": "2026-11-24T11:00", "mode": "both"}
    made = api(dr_cho).post("/api/slots/", body | {"capacity": 4, "location": "B2"})
    assert (made.json()["start_time"], made.json()["end_time"]) == (
        "2026-11-24T09:00:00Z",
        "2026-11-24T10:00:00Z",
    )
    assert (made.json()["mode"], made.json()["remaining"], made.json()["location"]) == (
        "both",
        4,
        "B2",
    )


def test_overlapping_slots_are_refused(api: Api, dr_cho: User, dr_diaz: User, eve: User) -> None:
    body = {"start": START, "end": END}
    assert api(dr_cho).post("/api/slots/", body).status_code == 201
    again = api(dr_cho).post(
        "/api/slots/", {"start": "2026-11-24T10:59:00Z", "end": "2026-11-24T12:00:00Z"}
    )
    assert (again.status_code, again.json()["code"]) == (409, "overlap")
    assert (
        api(dr_cho).post("/api/slots/", {"start": END, "end": "2026-11-24T11:30:00Z"}).status_code
        == 201
    )
    assert api(dr_diaz).post("/api/slots/", body).status_code == 201
    by_admin = api(eve).post("/api/slots/", body | {"doctor": dr_diaz.doctor.pk})
    assert by_admin.status_code == 409


def test_an_absence_is_in_the_way(api: Api, dr_cho: User, now: datetime) -> None:
    Absence.objects.create(
        doctor=dr_cho.doctor, start_at=now - timedelta(days=6), end_at=now - timedelta(days=5.9),
        is_recurring=True,
    )  # fmt: skip
    body = {"start": "2026-11-24T13:00:00Z", "end": "2026-11-24T14:00:00Z"}
    refused = api(dr_cho).post("/api/slots/", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "overlap")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "start_time"),
        ({"start": START}, "end_time"),
        ({"start": END, "end": START}, "end_time"),
        ({"start": "2026-11-23T11:59:00Z", "end": START}, "start_time"),
        ({"start": START, "end": "2026-11-25T10:01:00Z"}, "end_time"),
        ({"start": "2029-01-01T10:00:00Z", "end": "2029-01-01T11:00:00Z"}, "start_time"),
        ({"start": "9999-12-31T23:59:00", "end": END}, "start"),
        ({"start": START, "end": END, "capacity": 0}, "capacity"),
        ({"start": START, "end": END, "mode": "phone"}, "mode"),
    ],
)
def test_what_is_no_slot_is_refused(
    api: Api, dr_cho: User, body: dict[str, Any], field: str
) -> None:
    refused = api(dr_cho).post("/api/slots/", body)
    assert (refused.status_code, field in refused.json()["details"]) == (400, True)
    assert not Slot.objects.exists()


def test_whose_slot_it_is_must_be_clear(api: Api, dr_cho: User, dr_diaz: User, eve: User) -> None:
    body = {"start": START, "end": END}
    other = api(dr_cho).post("/api/slots/", body | {"doctor": dr_diaz.doctor.pk})
    assert other.status_code == 403
    assert list(api(eve).post("/api/slots/", body).json()["details"]) == ["doctor"]
    unknown = api(eve).post("/api/slots/", body | {"doctor": 404})
    assert list(unknown.json()["details"]) == ["doctor"]


def test_doctors_list_their_own_slots_between_two_bounds(
    api: Api, dr_cho: User, dr_diaz: User, eve: User, now: datetime, django_assert_num_queries: Any
) -> None:
    rows = [slot_at(dr_cho.doctor, now + timedelta(days=day)) for day in (1, 2, 3)]
    other = slot_at(dr_diaz.doctor, now + timedelta(days=1))
    client = api(dr_cho)

    def ids(who: APIClient, query: str = "") -> list[int]:
        return [row["id"] for row in who.get(f"/api/slots/{query}").json()]

    assert ids(client) == [row.pk for row in rows]
    assert ids(client, "?start=2026-11-25&end=2026-11-26") == [rows[1].pk]
    assert ids(client, "?start=2026-11-25T13:01:00") == [rows[2].pk]
    assert ids(client, f"?doctor={other.doctor_id}") == []
    assert len(ids(api(eve))) == 4
    assert ids(api(eve), f"?doctor={other.doctor_id}&end=2026-11-25") == [other.pk]
    with django_assert_num_queries(3):
        client.get("/api/slots/")
    for query in ("?start=soon", "?end=2026-13-01", "?start=0001-01-01", "?begin=1"):
        assert client.get(f"/api/slots/{query}").status_code == 400


def test_one_slot(api: Api, dr_cho: User, dr_diaz: User, now: datetime) -> None:
    slot = slot_at(dr_cho.doctor, now + timedelta(days=1), is_open=False, booked=1)
    shown = api(dr_cho).get(f"/api/slots/{slot.pk}/").json()
    assert (shown["id"], shown["booked"], shown["remaining"], shown["is_open"]) == (
        slot.pk,
        1,
        0,
        False,
    )
    assert api(dr_diaz).get(f"/api/slots/{slot.pk}/").status_code == 404


def test_only_a_slot_that_nobody_has_can_be_deleted(
    api: Api, dr_cho: User, dr_diaz: User, now: datetime
) -> None:
    slot = slot_at(dr_cho.doctor, now + timedelta(days=1), origin=Origin.MANUAL, booked=1)
    path = f"/api/slots/{slot.pk}/"
    assert api(dr_diaz).delete(path).status_code == 404
    refused = api(dr_cho).delete(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "slot_booked")
    Slot.objects.update(booked=0)
    stale = api(dr_cho).delete(path, headers={"If-Match": '"stale"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "version_conflict")
    tag = api(dr_cho).get(path).headers["ETag"]
    assert api(dr_cho).delete(path, headers={"If-Match": tag}).status_code == 204
    assert not Slot.objects.exists()
    assert not Absence.objects.exists()


def test_a_deleted_slot_of_a_rule_stays_away(api: Api, dr_cho: User, now: datetime) -> None:
    rule_on(dr_cho.doctor, 1, "10:00", "11:00")
    Doctor.objects.update(horizon_days=1)
    materialise(doctor_id=dr_cho.doctor.pk, now=now)
    first, second = Slot.objects.order_by("pk")
    assert api(dr_cho).delete(f"/api/slots/{first.pk}/").status_code == 204
    assert not materialise(doctor_id=dr_cho.doctor.pk, now=now)
    assert list(Slot.objects.all()) == [second]
    assert Absence.objects.get().start_at == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_patients_find_what_they_can_book_now(
    api: Api, ada: User, dr_cho: User, dr_diaz: User, now: datetime, django_assert_num_queries: Any
) -> None:
    Doctor.objects.filter(pk=dr_diaz.doctor.pk).update(min_notice_minutes=180, specialty=None)
    slot_at(dr_cho.doctor, now + timedelta(minutes=20))
    slot_at(dr_cho.doctor, now + timedelta(days=90))
    slot_at(dr_diaz.doctor, now + timedelta(hours=2))
    far = slot_at(dr_diaz.doctor, now + timedelta(hours=4), mode="distanciel")
    near = slot_at(dr_cho.doctor, now + timedelta(hours=2), capacity=3, booked=1, location="A")
    client = api(ada)
    with django_assert_num_queries(2):
        answer = client.get("/api/slots/available/").json()
    assert [slot["id"] for slot in answer] == [near.pk, far.pk]
    assert answer[0] == {
        "id": near.pk,
        "start_time": "2026-11-23T14:00:00Z",
        "end_time": "2026-11-23T14:30:00Z",
        "doctor": {"id": dr_cho.doctor.pk, "name": "Dr. Claire Cho"},
        "mode": "presentiel",
        "remaining": 2,
        "location": "A",
    }
    for query, found in (
        ("mode=distanciel", [far.pk]),
        ("mode=both", []),
        ("specialty=cardiologie", [near.pk]),
        (f"doctor={dr_diaz.doctor.pk}&start=2026-11-23", [far.pk]),
        ("end=2026-11-23T15:00:00Z", [near.pk]),
    ):
        listed = client.get(f"/api/slots/available/?{query}").json()
        assert [slot["id"] for slot in listed] == found, query


def test_a_patient_holds_a_slot_and_lets_go(
    api: Api, ada: User, ben: User, dr_cho: User, now: datetime
) -> None:
    slot = slot_at(dr_cho.doctor, now + timedelta(days=1))
    near = slot_at(dr_cho.doctor, now + timedelta(days=1, hours=1))
    path = f"/api/slots/{slot.pk}/hold/"
    held = api(ada).post(path)
    assert (held.status_code, held.json()) == (
        201,
        {"slot": slot.pk, "expires_at": "2026-11-23T12:05:00Z"},
    )
    assert api(ada).post(path).status_code == 201
    refused = api(ben).post(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "slot_taken")
    assert refused.json()["details"]["alternatives"] == [
        {
            "id": near.pk,
            "start": "2026-11-24T13:00:00Z",
            "end": "2026-11-24T13:30:00Z",
            "mode": "presentiel",
            "doctor": dr_cho.doctor.pk,
        }
    ]
    assert api(ben).delete(path).status_code == 204
    assert Hold.objects.get().patient == ada.patient
    assert api(ada).delete(path).status_code == 204
    assert not Hold.objects.exists()


def test_only_what_can_be_booked_can_be_held(
    api: Api, ada: User, dr_cho: User, dr_new: User, now: datetime
) -> None:
    client = api(ada)
    too_soon = slot_at(dr_cho.doctor, now + timedelta(minutes=59))
    too_far = slot_at(dr_cho.doctor, now + timedelta(days=84))
    hidden = slot_at(dr_new.doctor, now + timedelta(days=1))
    for slot, status in ((too_soon, 409), (too_far, 409), (hidden, 404)):
        assert client.post(f"/api/slots/{slot.pk}/hold/").status_code == status
    assert client.post("/api/slots/404/hold/").status_code == 404
    assert not Hold.objects.exists()
