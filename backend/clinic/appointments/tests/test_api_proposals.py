"""Proposals over HTTP: what is shown to whom, what is answered, what is listed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment, RescheduleProposal
from clinic.appointments.services.confirming import confirm_appointment
from clinic.slots.models import Slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User], APIClient]
Book = Callable[..., Appointment]


@pytest.fixture
def now() -> datetime:
    """The present: the API reads the clock."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def path(appointment: Appointment, action: str = "") -> str:
    return f"/api/appointments/{appointment.pk}/{action}"


def iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


@pytest.fixture
def proposed(confirmed: Appointment, ada: User, later_slot: Slot, api: Api) -> dict[str, Any]:
    """What Ada is answered when she moves her confirmed appointment."""
    answer = api(ada).post(path(confirmed, "reschedule/"), {"slot": later_slot.pk})
    assert answer.status_code == 200, answer.content
    shown: dict[str, Any] = answer.json()
    return shown


def test_the_appointment_is_shown_as_it_stands_with_the_proposal(
    proposed: dict[str, Any], slot: Slot, later_slot: Slot
) -> None:
    expires_at = RescheduleProposal.objects.get().expires_at.replace(microsecond=0)
    assert (proposed["status"], proposed["start_time"]) == ("confirmed", iso(slot.start_at))
    assert proposed["slot"]["id"] == slot.pk
    assert proposed["proposal"] == {
        "slot": later_slot.pk,
        "start_time": iso(later_slot.start_at),
        "end_time": iso(later_slot.end_at),
        "consultation_mode": "presentiel",
        "expires_at": iso(expires_at),
    }


def test_everyone_is_told_what_they_can_do(
    proposed: dict[str, Any], confirmed: Appointment, ada: User, dr_cho: User, eve: User, api: Api
) -> None:
    assert proposed["transitions"] == ["cancel", "reschedule", "withdraw"]
    for practice in (dr_cho, eve):
        shown = api(practice).get(path(confirmed)).json()
        assert shown["transitions"] == ["cancel", "reschedule", "confirm", "decline", "withdraw"]
        assert shown["proposal"] == proposed["proposal"]


def test_neither_place_is_public(
    proposed: dict[str, Any], ben: User, slot: Slot, later_slot: Slot, api: Api
) -> None:
    free = [row["id"] for row in api(ben).get("/api/slots/available/").json()]
    assert {slot.pk, later_slot.pk}.isdisjoint(free)
    taken = api(ben).post("/api/appointments/", {"slot": later_slot.pk})
    assert (taken.status_code, taken.json()["code"]) == (409, "slot_taken")


@pytest.mark.parametrize(
    ("action", "person", "gone"),
    [("confirm/", "dr_cho", "old"), ("decline/", "dr_cho", "new"), ("withdraw/", "ada", "new")],
)
def test_it_is_answered_once(
    proposed: dict[str, Any],
    confirmed: Appointment,
    slot: Slot,
    later_slot: Slot,
    ben: User,
    api: Api,
    action: str,
    person: str,
    gone: str,
) -> None:
    client = api(User.objects.get(username=person))

    answer = client.post(path(confirmed, action), headers={"If-Match": f'"{proposed["version"]}"'})

    shown = answer.json()
    stays, goes = (slot, later_slot) if gone == "new" else (later_slot, slot)
    assert (answer.status_code, shown["status"], shown["proposal"]) == (200, "confirmed", None)
    assert (shown["slot"]["id"], shown["start_time"]) == (stays.pk, iso(stays.start_at))
    assert answer.headers["ETag"] == f'"{proposed["version"] + 1}"'
    free = [row["id"] for row in api(ben).get("/api/slots/available/").json()]
    assert goes.pk in free
    assert stays.pk not in free
    again = client.post(path(confirmed, action))
    assert (again.status_code, again.json()["code"]) == (409, "invalid_transition")


def test_too_late_to_answer_it_is_not_shown_any_more(
    proposed: dict[str, Any], confirmed: Appointment, dr_cho: User, api: Api
) -> None:
    RescheduleProposal.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    shown = api(dr_cho).get(path(confirmed)).json()

    assert (shown["proposal"], shown["transitions"]) == (None, ["cancel", "reschedule"])
    for query in ("proposed=true", "to_answer=true"):
        assert api(dr_cho).get(f"/api/appointments/?{query}").json() == []


def test_the_practice_lists_what_waits_for_an_answer(
    proposed: dict[str, Any],
    confirmed: Appointment,
    ben: User,
    dr_cho: User,
    api: Api,
    book: Book,
    now: datetime,
) -> None:
    asked = book(ben, slot_at(dr_cho.doctor, now + timedelta(days=1)))
    settled = book(ben, slot_at(dr_cho.doctor, now + timedelta(days=4)))
    confirm_appointment(by=dr_cho, appointment_id=settled.pk, now=now)

    def ids(query: str) -> list[int]:
        answer = api(dr_cho).get(f"/api/appointments/?{query}")
        assert answer.status_code == 200
        return [row["id"] for row in answer.json()]

    assert ids("to_answer=true") == [asked.pk, confirmed.pk]
    assert ids("to_answer=false") == [settled.pk]
    assert ids("proposed=true") == [confirmed.pk]
    assert ids("proposed=false") == [asked.pk, settled.pk]


def test_the_history_says_what_was_proposed_and_answered(
    proposed: dict[str, Any],
    confirmed: Appointment,
    slot: Slot,
    later_slot: Slot,
    ada: User,
    dr_cho: User,
    api: Api,
) -> None:
    api(dr_cho).post(path(confirmed, "decline/"), {"reason": "Bloc opératoire"})

    rows = api(ada).get(path(confirmed, "history/")).json()[-2:]

    assert [(row["transition"], row["party"], row["reason"]) for row in rows] == [
        ("propose", "patient", ""),
        ("refuse", "doctor", "Bloc opératoire"),
    ]
    assert rows[0]["details"] == {"from": iso(slot.start_at), "to": iso(later_slot.start_at)}


def test_a_list_reads_the_proposals_of_a_page_at_once(
    proposed: dict[str, Any],
    ben: User,
    dr_cho: User,
    api: Api,
    book: Book,
    now: datetime,
    django_assert_num_queries: Any,
) -> None:
    client = api(dr_cho)
    client.get("/api/appointments/")
    with django_assert_num_queries(6):
        client.get("/api/appointments/")
    for days in (5, 6, 7):
        other = book(ben, slot_at(dr_cho.doctor, now + timedelta(days=days)))
        confirm_appointment(by=dr_cho, appointment_id=other.pk, now=now)

    with django_assert_num_queries(6):
        assert len(client.get("/api/appointments/").json()) == 4
