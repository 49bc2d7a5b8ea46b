"""A booking that is sent twice."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment
from clinic.appointments.services.confirming import confirm_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.idempotency.models import FirstAnswer
from clinic.slots.models import Slot
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]


@pytest.fixture(autouse=True)
def at_noon(now: datetime) -> Any:
    """The stories' clock."""
    with time_machine.travel(now, tick=False):
        yield


def book_with_key(client: APIClient, slot: Slot) -> Any:
    body = {"slot": slot.pk, "motif": "Douleur"}
    return client.post("/api/appointments/", body, headers={"Idempotency-Key": "k0"})


def reserved(slot: Slot) -> dict[str, int]:
    return {"slot_id": slot.pk, "doctor_id": slot.doctor_id}


def test_a_key_sent_twice_books_once(api: Api, ada: User, slot: Slot, later_slot: Slot) -> None:
    def send(body: dict[str, Any]) -> Any:
        return api(ada).post("/api/appointments/", body, headers={"Idempotency-Key": "k1"})

    first, again = send({"slot": slot.pk}), send({"slot": slot.pk})
    other = send({"slot": later_slot.pk})

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"
    assert again["ETag"] == first["ETag"]
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    assert Appointment.objects.count() == 1


def test_sent_again_it_is_answered_as_it_is_by_now(
    api: Api, ada: User, dr_cho: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    first = book_with_key(api(ada), slot)
    confirm_appointment(by=dr_cho, appointment_id=first.json()["id"], now=now)

    again = book_with_key(api(ada), slot)

    assert (again.status_code, again.json()["status"]) == (201, "confirmed")
    assert (again["ETag"], again["Idempotency-Replayed"]) == ('"2"', "true")
    kept = FirstAnswer.objects.values().get()
    assert "Douleur" not in str(kept)
    assert (kept["status"], kept["row_id"]) == (201, first.json()["id"])


@pytest.mark.parametrize("path", ["/api/appointments/", "/api/slots/reserve/"])
def test_what_was_cancelled_meanwhile_is_neither_claimed_nor_booked_again(
    api: Api, ada: User, slot: Slot, now: datetime, path: str
) -> None:
    body = {"slot": slot.pk} if path == "/api/appointments/" else reserved(slot)
    send = partial(api(ada).post, path, body, headers={"Idempotency-Key": "k3"})
    first = send().json()
    booked = first.get("appointment", first)["id"]
    apply_transition(by=ada, appointment_id=booked, transition=Transition.CANCEL, now=now)

    again = send()

    assert (again.status_code, again.json()["code"]) == (409, "idempotency_settled")
    shown = again.json()["details"]["appointment"]
    assert (shown["id"], shown["status"]) == (booked, "cancelled")
    assert Appointment.objects.active().count() == 0
    anew = api(ada).post(path, body, headers={"Idempotency-Key": "k4"})
    assert anew.status_code == 201
    assert Appointment.objects.active().count() == 1


def test_reserving_twice_with_a_key_answers_the_same(api: Api, ada: User, slot: Slot) -> None:
    send = partial(
        api(ada).post, "/api/slots/reserve/", reserved(slot), headers={"Idempotency-Key": "k5"}
    )

    first, again = send(), send()

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert Appointment.objects.count() == 1


def test_rescheduling_twice_with_a_key_moves_once(
    api: Api, ada: User, appointment: Appointment, later_slot: Slot
) -> None:
    send = partial(
        api(ada).post,
        f"/api/appointments/{appointment.pk}/reschedule/",
        {"slot": later_slot.pk},
        headers={"Idempotency-Key": "k6", "If-Match": '"1"'},
    )

    first, again = send(), send()

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert (again.json()["version"], again["Idempotency-Replayed"]) == (2, "true")


def test_a_key_may_try_again_after_a_refusal(
    api: Api, ben: User, ada: User, appointment: Appointment, slot: Slot, now: datetime
) -> None:
    def send() -> Any:
        return api(ben).post(
            "/api/appointments/", {"slot": slot.pk}, headers={"Idempotency-Key": "k2"}
        )

    assert send().status_code == 409
    apply_transition(by=ada, appointment_id=appointment.pk, transition=Transition.CANCEL, now=now)
    assert send().status_code == 201


def test_a_key_that_is_too_long_is_refused(api: Api, ada: User, slot: Slot) -> None:
    answer = api(ada).post(
        "/api/appointments/", {"slot": slot.pk}, headers={"Idempotency-Key": "k" * 101}
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
