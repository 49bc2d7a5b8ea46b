"""A booking that is sent twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.slots.models import Slot
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]


@pytest.fixture(autouse=True)
def at_noon(now: datetime) -> Any:
    """The stories' clock."""
    with time_machine.travel(now, tick=False):
        yield


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
