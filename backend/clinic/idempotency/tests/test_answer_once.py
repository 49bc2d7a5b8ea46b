"""A request sent twice acts once: in sequence, at the same time, and not for ever."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Lock
from typing import Any

import pytest
import time_machine

from clinic.idempotency.models import FirstAnswer
from clinic.idempotency.services import (
    KEPT,
    LONGEST_KEY,
    Answer,
    KeyReused,
    KeyTooLong,
    answer_once,
    fingerprint_of,
    forget_old,
)
from clinic.idempotency.tasks import forget_old as forget_old_task
from clinic.slots.tests.racing import race
from clinic.users.models import User

MOMENT = timedelta(microseconds=1)


class Counter:
    """An act that counts how often it is done; threads may share it."""

    def __init__(self) -> None:
        self.count = 0
        self.lock = Lock()

    def __call__(self) -> Answer:
        with self.lock:
            self.count += 1
            return Answer(201, row_id=self.count)


@pytest.fixture
def act() -> Counter:
    return Counter()


@pytest.fixture
def send(ada: User, now: datetime, act: Counter) -> Callable[..., Answer]:
    """Send Ada's request ``k``; what is said replaces it."""

    def sent(**more: Any) -> Answer:
        usual: dict[str, Any] = {
            "user_id": ada.pk,
            "key": "k",
            "fingerprint": "same",
            "now": now,
            "act": act,
        }
        return answer_once(**(usual | more))

    return sent


@pytest.mark.both_databases
def test_the_second_gets_the_first_answer(send: Callable[..., Answer], act: Counter) -> None:
    first = send()
    second = send()

    assert first == second == Answer(201, row_id=1)
    assert act.count == 1


def test_another_request_under_the_key_is_refused(
    send: Callable[..., Answer], act: Counter
) -> None:
    send()

    with pytest.raises(KeyReused) as refused:
        send(fingerprint="another")

    assert refused.value.code == "idempotency_conflict"
    assert act.count == 1


def test_keys_belong_to_people(send: Callable[..., Answer], ben: User) -> None:
    assert send().row_id == 1
    assert send(user_id=ben.pk, fingerprint="another").row_id == 2


def test_an_answer_is_kept_for_24_hours_and_no_longer(
    send: Callable[..., Answer], now: datetime
) -> None:
    send()

    assert send(now=now + timedelta(hours=24)).row_id == 1
    assert send(now=now + timedelta(hours=24) + MOMENT).row_id == 2
    assert FirstAnswer.objects.count() == 1


def test_an_expired_key_may_name_another_request(
    send: Callable[..., Answer], now: datetime
) -> None:
    send()

    later = send(now=now + KEPT + MOMENT, fingerprint="another")

    assert later.row_id == 2


@pytest.mark.both_databases
def test_a_refusal_keeps_nothing(send: Callable[..., Answer]) -> None:
    def refuse() -> Answer:
        raise KeyError("taken")

    with pytest.raises(KeyError, match="taken"):
        send(act=refuse)

    assert FirstAnswer.objects.count() == 0
    assert send().row_id == 1


def test_a_key_has_an_end(send: Callable[..., Answer], act: Counter) -> None:
    send(key="k" * LONGEST_KEY)

    with pytest.raises(KeyTooLong):
        send(key="k" * (LONGEST_KEY + 1))
    assert act.count == 1


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_twins_at_the_same_time_one_acts(send: Callable[..., Answer], act: Counter) -> None:
    answers = race([send] * 8)

    assert answers == [Answer(201, row_id=1)] * 8
    assert act.count == 1


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_rivals_for_one_key_one_acts(send: Callable[..., Answer], act: Counter) -> None:
    results = race([partial(send, fingerprint=f"body {number}") for number in range(8)])

    assert sorted(type(result).__name__ for result in results) == ["Answer"] + ["KeyReused"] * 7
    assert act.count == 1


def test_old_answers_are_forgotten(send: Callable[..., Answer], now: datetime) -> None:
    send(key="old")
    send(key="young", now=now + MOMENT)

    assert forget_old(now=now + KEPT + MOMENT) == 1
    assert [str(row) for row in FirstAnswer.objects.all()] == ["young"]

    with time_machine.travel(now + KEPT + 2 * MOMENT, tick=False):
        forget_old_task()
    assert FirstAnswer.objects.count() == 0


def test_fingerprints_tell_parts_apart() -> None:
    assert fingerprint_of("POST", "/a", b"x") == fingerprint_of("POST", b"/a", "x")
    assert fingerprint_of("ab", "c") != fingerprint_of("a", "bc")
