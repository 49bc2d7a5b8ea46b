"""The public directory."""

import gzip
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from clinic.doctors.models import Doctor
from clinic.slots.models import Slot
from clinic.slots.tests.factories import rule_on, slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.django_db]
Api = Callable[[User | None], APIClient]
PATH = "/api/directory/doctors/"


@pytest.fixture(autouse=True)
def stopped_clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def anyone(api: Api) -> APIClient:
    return api(None)


def names(response: Any) -> list[str]:
    return [card["last_name"] for card in response.json()]


@pytest.mark.both_databases
def test_a_card_shows_the_earliest_free_slot_and_nothing_private(
    anyone: APIClient, dr_cho: User, now: datetime
) -> None:
    Doctor.objects.update(phone="+33600000000", fee="50.00", address="1 rue de la Paix")
    slot_at(dr_cho.doctor, now + timedelta(minutes=30))  # inside the minimum notice
    slot_at(dr_cho.doctor, now + timedelta(days=1), booked=1)
    slot_at(dr_cho.doctor, now + timedelta(days=2), is_open=False)
    first = slot_at(dr_cho.doctor, now + timedelta(days=3), mode="both")
    slot_at(dr_cho.doctor, now + timedelta(days=4))
    assert anyone.get(PATH).json() == [
        {
            "id": dr_cho.doctor.pk,
            "name": "Dr. Claire Cho",
            "first_name": "Claire",
            "last_name": "Cho",
            "specialty": {"slug": "cardiologie", "name": "Cardiologie"},
            "city": "Lyon",
            "address": "1 rue de la Paix",
            "time_zone": dr_cho.doctor.time_zone,
            "languages": ["fr"],
            "modes": ["presentiel"],
            "fee": "50.00",
            "currency": "EUR",
            "picture": None,
            "next_slot": {
                "id": first.pk,
                "start": "2026-11-26T12:00:00Z",
                "end": "2026-11-26T12:30:00Z",
                "mode": "both",
            },
        }
    ]


@pytest.mark.both_databases
def test_the_soonest_comes_first_and_who_has_nothing_last(
    anyone: APIClient, dr_cho: User, dr_diaz: User, dr_new: User, now: datetime
) -> None:
    assert names(anyone.get(PATH)) == ["Cho", "Diaz"]
    slot_at(dr_diaz.doctor, now + timedelta(days=3))
    assert names(anyone.get(PATH)) == ["Diaz", "Cho"]
    slot_at(dr_cho.doctor, now + timedelta(days=2))
    assert names(anyone.get(PATH)) == ["Cho", "Diaz"]
    # Beyond the horizon it counts as nothing.
    Doctor.objects.filter(pk=dr_cho.doctor.pk).update(horizon_days=2)
    assert names(anyone.get(PATH)) == ["Diaz", "Cho"]
    assert [card["next_slot"] is None for card in anyone.get(PATH).json()] == [False, True]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=CHÔ", ["Cho"]),
        ("q=lyon+claire", ["Cho"]),
        ("q=cardio", ["Cho", "Diaz"]),
        ("q=cardio+nobody", []),
        ("q=", ["Cho", "Diaz"]),
        ("specialty=cardiologie", ["Cho", "Diaz"]),
        ("specialty=dermatologie", []),
        ("city=saint-etienne", ["Diaz"]),
        ("city=Lyon", ["Cho"]),
        ("language=EN", ["Diaz"]),
        ("mode=presentiel", ["Cho", "Diaz"]),
        ("mode=distanciel", ["Diaz"]),
        ("mode=both", ["Diaz"]),
    ],
)
def test_it_filters(
    anyone: APIClient, dr_cho: User, dr_diaz: User, query: str, found: list[str]
) -> None:
    Doctor.objects.filter(pk=dr_diaz.doctor.pk).update(
        city="Saint-Étienne",
        language_codes=",fr,en,",
        sees_by_video=True,
        search_text="diego diaz cardiologie saint etienne",
    )
    assert names(anyone.get(f"{PATH}?{query}")) == found


def test_the_next_slot_is_of_the_wanted_mode(
    anyone: APIClient, dr_cho: User, now: datetime
) -> None:
    Doctor.objects.update(sees_by_video=True)
    in_person = slot_at(dr_cho.doctor, now + timedelta(days=1))
    video = slot_at(dr_cho.doctor, now + timedelta(days=2), mode="distanciel")
    both = slot_at(dr_cho.doctor, now + timedelta(days=3), mode="both")
    for mode, slot in (("", in_person), ("distanciel", video), ("both", both)):
        assert anyone.get(f"{PATH}?mode={mode}").json()[0]["next_slot"]["id"] == slot.pk


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("town=Lyon", "town"),
        ("mode=phone", "mode"),
        ("language=french", "language"),
        ("cursor=x", "cursor"),
        ("cursor=bnVsbA==", "cursor"),
        ("q=%00", "q"),
    ],
)
def test_what_cannot_be_asked_is_refused(anyone: APIClient, query: str, field: str) -> None:
    refused = anyone.get(f"{PATH}?{query}")
    assert (refused.status_code, list(refused.json()["details"])) == (400, [field])


@pytest.mark.both_databases
def test_pages_meet_every_doctor_once_while_time_passes(
    anyone: APIClient, dr_cho: User, dr_diaz: User, now: datetime, a_dozen: list[Doctor]
) -> None:
    for number, doctor in enumerate(a_dozen):
        if number % 3:
            slot_at(doctor, now + timedelta(minutes=61 + number // 2))
    seen: list[int] = []
    link, pages = f"{PATH}?limit=4&count=true", 0
    while link:
        with time_machine.travel(now + timedelta(minutes=2 * pages), tick=False):
            page = anyone.get(link)
        assert page.headers["X-Total-Count"] == "14"
        seen += [card["id"] for card in page.json()]
        link = page.headers.get("Link", "").partition(">")[0].strip("<")
        pages += 1
    assert pages == 4
    assert len(seen) == len(set(seen)) == 14
    with_slots = [doctor.pk for number, doctor in enumerate(a_dozen) if number % 3]
    assert seen[: len(with_slots)] == with_slots


def test_an_old_cursor_goes_on_from_the_present(
    anyone: APIClient, dr_cho: User, dr_diaz: User, now: datetime
) -> None:
    slot_at(dr_cho.doctor, now + timedelta(hours=2))
    slot_at(dr_diaz.doctor, now + timedelta(hours=4))
    link = anyone.get(f"{PATH}?limit=1").headers["Link"].partition(">")[0].strip("<")
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        assert names(anyone.get(link)) == ["Diaz"]


@pytest.mark.both_databases
def test_a_search_takes_two_queries_whatever_it_finds(
    anyone: APIClient,
    a_dozen: list[Doctor],
    now: datetime,
    django_assert_num_queries: Any,
) -> None:
    for doctor in a_dozen:
        slot_at(doctor, now + timedelta(days=1))
    with django_assert_num_queries(2):
        assert len(anyone.get(PATH).json()) == 12


def test_a_public_page(anyone: APIClient, dr_cho: User, dr_new: User) -> None:
    rule_on(dr_cho.doctor, 0, "09:00", "17:00")
    page = anyone.get(f"{PATH}{dr_cho.doctor.pk}/")
    assert page.status_code == 200
    assert {key: page.json()[key] for key in ("schedule", "time_zone", "bio", "postal_code")} == {
        "schedule": "Lun 9h-17h",
        "time_zone": "Europe/Paris",
        "bio": "",
        "postal_code": "",
    }
    assert page.json()["auto_confirm"] is False
    assert page.json()["cancel_notice_minutes"] == 1440
    assert not {"phone", "email", "next_start"} & page.json().keys()
    for hidden in (dr_new.doctor.pk, 404, 10**17):
        assert anyone.get(f"{PATH}{hidden}/").status_code == 404
        assert anyone.get(f"{PATH}{hidden}/slots/").status_code == 404


def test_a_doctor_who_is_not_listed_is_not_found(anyone: APIClient, dr_cho: User) -> None:
    Doctor.objects.update(is_listed=False)
    assert anyone.get(PATH).json() == []
    assert anyone.get(f"{PATH}{dr_cho.doctor.pk}/").status_code == 404


@pytest.mark.both_databases
def test_free_slots_of_one_doctor_in_two_queries(
    anyone: APIClient, dr_cho: User, now: datetime, django_assert_num_queries: Any
) -> None:
    soon = slot_at(dr_cho.doctor, now + timedelta(hours=1), capacity=3, booked=1, location="A2")
    slot_at(dr_cho.doctor, now + timedelta(minutes=10))
    slot_at(dr_cho.doctor, now + timedelta(days=29))
    with django_assert_num_queries(2):
        answer = anyone.get(f"{PATH}{dr_cho.doctor.pk}/slots/").json()
    assert answer == [
        {
            "id": soon.pk,
            "start": "2026-11-23T13:00:00Z",
            "end": "2026-11-23T13:30:00Z",
            "mode": "presentiel",
            "remaining": 2,
            "location": "A2",
        }
    ]


def test_days_are_the_doctors_and_the_end_is_exclusive(
    anyone: APIClient, dr_cho: User, now: datetime
) -> None:
    midnight = datetime.fromisoformat("2026-11-25T00:00:00+01:00")
    inside = slot_at(dr_cho.doctor, midnight)
    slot_at(dr_cho.doctor, midnight - timedelta(minutes=30))
    slot_at(dr_cho.doctor, midnight + timedelta(days=1), mode="distanciel")
    path = f"{PATH}{dr_cho.doctor.pk}/slots/"
    found = anyone.get(f"{path}?start=2026-11-25&end=2026-11-26").json()
    assert [slot["id"] for slot in found] == [inside.pk]
    assert len(anyone.get(f"{path}?mode=distanciel").json()) == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("start=2026-11-26&end=2026-11-26", "end"),
        ("start=2026-11-01&end=2027-02-02", "end"),
        ("start=0001-01-01", "start"),
        ("start=soon", "start"),
        ("day=2026-11-26", "day"),
    ],
)
def test_days_out_of_order_or_too_many(
    anyone: APIClient, dr_cho: User, query: str, field: str
) -> None:
    refused = anyone.get(f"{PATH}{dr_cho.doctor.pk}/slots/?{query}")
    assert (refused.status_code, list(refused.json()["details"])) == (400, [field])


@pytest.mark.both_databases
def test_slots_for_cards_keep_each_doctors_own_notice(
    anyone: APIClient,
    dr_cho: User,
    dr_diaz: User,
    dr_new: User,
    now: datetime,
    django_assert_num_queries: Any,
) -> None:
    Doctor.objects.filter(pk=dr_diaz.doctor.pk).update(min_notice_minutes=3 * 60)
    at = now + timedelta(hours=2)
    slots: list[Slot] = [slot_at(user.doctor, at) for user in (dr_cho, dr_diaz, dr_new)]
    ids = ",".join(str(slot.doctor_id) for slot in slots)
    with django_assert_num_queries(2):
        found = anyone.get(f"/api/directory/slots/?doctors={ids},999").json()
    assert found == [
        {
            "doctor": dr_cho.doctor.pk,
            "id": slots[0].pk,
            "start": "2026-11-23T14:00:00Z",
            "end": "2026-11-23T14:30:00Z",
            "mode": "presentiel",
            "remaining": 1,
        }
    ]
    assert anyone.get("/api/directory/slots/?doctors=999").json() == []


@pytest.mark.parametrize(
    "query",
    ["", "doctors=", "doctors=a", "doctors=1,,2", "doctors=1&start=2026-12-01&end=2026-12-16"],
)
def test_cards_are_asked_for_in_bounds(anyone: APIClient, dr_cho: User, query: str) -> None:
    query = query.replace("=1&", f"={dr_cho.doctor.pk}&")
    assert anyone.get(f"/api/directory/slots/?{query}").status_code == 400


def test_at_most_fifty_doctors_at_a_time(anyone: APIClient) -> None:
    ids = ",".join(str(number) for number in range(1, 52))
    refused = anyone.get(f"/api/directory/slots/?doctors={ids}")
    assert (refused.status_code, list(refused.json()["details"])) == (400, ["doctors"])


@pytest.mark.both_databases
def test_facets_name_what_there_is(
    anyone: APIClient, dr_cho: User, dr_diaz: User, dr_new: User, django_assert_num_queries: Any
) -> None:
    Doctor.objects.filter(pk=dr_diaz.doctor.pk).update(
        city="Évry", language_codes=",fr,en,", specialty=None
    )
    with django_assert_num_queries(1):
        answer = anyone.get("/api/directory/facets/", headers={"accept-language": "en"})
    assert answer.json() == {
        "cities": ["Évry", "Lyon"],
        "languages": ["en", "fr"],
        "specialties": [{"slug": "cardiologie", "name": "Cardiology", "doctors": 1}],
    }


def test_facets_count_what_the_other_filters_leave(
    anyone: APIClient, dr_cho: User, dr_diaz: User, django_assert_num_queries: Any
) -> None:
    Doctor.objects.filter(pk=dr_diaz.doctor.pk).update(sees_by_video=True, city="Évry")
    Doctor.objects.filter(pk=dr_cho.doctor.pk).update(sees_by_video=False)

    with django_assert_num_queries(2):
        answer = anyone.get("/api/directory/facets/?mode=distanciel").json()

    assert answer["cities"] == ["Évry", "Lyon"]
    assert [(one["slug"], one["doctors"]) for one in answer["specialties"]] == [("cardiologie", 1)]


def test_a_title_before_the_name_finds_the_doctor(anyone: APIClient, dr_cho: User) -> None:
    for words in ("Dr. Claire Cho", "docteur cho", "dr claire"):
        found = anyone.get("/api/directory/doctors/", {"q": words}).json()
        assert [doctor["id"] for doctor in found] == [dr_cho.doctor.pk]
    assert anyone.get("/api/directory/doctors/", {"q": "Dr. Nobody"}).json() == []


def test_a_stale_token_is_no_obstacle(anyone: APIClient, dr_cho: User) -> None:
    anyone.credentials(HTTP_AUTHORIZATION="Bearer stale")
    assert anyone.get(PATH).status_code == 200


def test_what_anyone_may_read_is_compressed_for_who_can_take_it(
    anyone: APIClient, dr_cho: User, now: datetime
) -> None:
    for hours in range(1, 20):
        slot_at(dr_cho.doctor, now + timedelta(days=1, hours=hours))
    path = f"/api/directory/doctors/{dr_cho.doctor.pk}/slots/"

    plain = anyone.get(path)
    packed = anyone.get(path, headers={"Accept-Encoding": "gzip"})

    assert (plain.get("Content-Encoding"), packed["Content-Encoding"]) == (None, "gzip")
    assert gzip.decompress(packed.content) == plain.content
