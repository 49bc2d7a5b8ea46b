"""Sending: claimed by one, noted only after it was accepted, tried again until it is or is not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection

from clinic.deliveries.lifecycle import LEASE, MOST_ATTEMPTS, SLOWEST, UNREACHABLE_PAUSE
from clinic.deliveries.models import Delivery
from clinic.deliveries.registry import Message, Postponed, Refused, Unreachable, open_channel
from clinic.deliveries.services import owing
from clinic.deliveries.services.sending import TOGETHER, claim_some, name_of, send_claimed
from clinic.deliveries.tests.conftest import Way, owed, state_of, story
from clinic.slots.tests.racing import race

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


def send(*, at: datetime) -> bool:
    """Claim and send one batch; return whether there was one and the other side was reached."""
    claimed = claim_some(now=at)
    return bool(claimed) and send_claimed(claimed, clock=lambda: at)


def test_what_is_due_is_sent_once_oldest_first(way: Way, now: datetime) -> None:
    later = now + timedelta(minutes=5)
    owed(story(1, not_before=later), story(2), story(3, to=7), now=now)

    send(at=now)
    send(at=now)

    assert [(to, subject) for to, subject, _name in way.sent] == [
        ("1@way", "story 2"),
        ("7@way", "story 3"),
    ]
    assert state_of(1) == ("owed", 0, "")
    send(at=later)
    row = Delivery.objects.get(about={"n": 1})
    assert (row.state, row.attempts, row.finished_at) == ("sent", 1, later)
    assert row.provider_id == f"taken-{name_of(row)}"
    assert way.closed == 2


def test_nothing_is_open_while_a_message_is_made_and_sent(
    way: Way, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_transaction = []

    def look(_message: Message, *, to: str, name: str) -> str:
        in_transaction.append(connection.in_atomic_block)
        return "taken"

    monkeypatch.setattr(way, "send", look)
    owed(story(1), now=now)
    send(at=now)

    assert in_transaction == [False]


def test_what_is_no_longer_true_and_who_cannot_be_reached_is_not_sent(
    way: Way, now: datetime
) -> None:
    owed(story(0), story(1, to=0), now=now)

    send(at=now)

    assert way.sent == []
    assert list(Delivery.objects.values_list("state", "error")) == [("cancelled", "")] * 2


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (Refused("550"), ("failed", 1, "550")),
        (Postponed("451"), ("owed", 1, "451")),
        (ValueError("Ada's address"), ("owed", 1, "ValueError")),
    ],
)
def test_one_that_is_not_accepted_holds_up_no_other(
    way: Way, now: datetime, trouble: Exception, state: tuple[str, int, str]
) -> None:
    way.trouble["story 1"] = trouble
    owed(story(1), story(2), now=now)

    send(at=now)

    assert way.subjects() == ["story 2"]
    assert state_of(1) == state


def test_what_is_refused_for_now_waits_longer_each_time_and_is_parked_at_last(
    way: Way, now: datetime
) -> None:
    way.trouble["story 1"] = Postponed("451")
    owed(story(1), now=now)

    waits = []
    at = now
    for _attempt in range(MOST_ATTEMPTS):
        assert not claim_some(now=at - timedelta(seconds=1))
        send(at=at)
        waiting = Delivery.objects.get()
        waits.append((waiting.not_before - at) // timedelta(minutes=1))
        at = max(waiting.not_before, at)

    assert waits[:8] == [1, 2, 4, 8, 16, 32, 64, 120]
    assert state_of(1) == ("parked", MOST_ATTEMPTS, "451")
    send(at=at + timedelta(days=1))
    assert state_of(1) == ("parked", MOST_ATTEMPTS, "451")


def test_a_server_that_is_down_for_a_day_costs_no_message_an_attempt(
    way: Way, now: datetime
) -> None:
    way.trouble["story 1"] = Unreachable("ConnectionRefusedError")
    owed(story(1), story(2), now=now)

    for minute in range(60 * 24):
        assert not send(at=now + minute * UNREACHABLE_PAUSE)

    assert way.sent == []
    assert state_of(1) == state_of(2) == ("owed", 0, "ConnectionRefusedError")
    way.trouble.clear()
    send(at=now + timedelta(days=1))
    assert way.subjects() == ["story 1", "story 2"]


def test_what_a_dead_sender_claimed_is_sent_by_the_next_when_the_claim_runs_out(
    way: Way, now: datetime
) -> None:
    owed(story(1), now=now)
    claim_some(now=now)

    assert claim_some(now=now + LEASE - timedelta(seconds=1)) == []
    send(at=now + LEASE)

    assert way.subjects() == ["story 1"]
    assert state_of(1) == ("sent", 2, "")


def test_a_message_on_which_every_sender_dies_is_parked(way: Way, now: datetime) -> None:
    owed(story(1), now=now)
    for attempt in range(MOST_ATTEMPTS):
        claim_some(now=now + attempt * LEASE)

    assert claim_some(now=now + MOST_ATTEMPTS * LEASE) == []
    assert state_of(1) == ("parked", MOST_ATTEMPTS, "its senders died")


def test_a_claim_that_was_outlived_is_not_written_to(way: Way, now: datetime) -> None:
    owed(story(1), now=now)
    slow = claim_some(now=now)
    claim_some(now=now + LEASE)

    send_claimed(slow, clock=lambda: now)

    assert state_of(1)[:2] == ("claimed", 2)


def test_what_there_is_no_time_for_is_given_back(way: Way, now: datetime) -> None:
    owed(story(1), story(2), now=now)
    instants = iter([now, now, now, now + LEASE - SLOWEST + timedelta(seconds=1), now, now])

    send_claimed(claim_some(now=now), clock=lambda: next(instants))

    assert way.subjects() == ["story 1"]
    assert state_of(2) == ("owed", 0, "")
    send(at=now)
    assert way.subjects() == ["story 1", "story 2"]


def test_a_few_are_claimed_together(way: Way, now: datetime) -> None:
    owed(*[story(n) for n in range(1, TOGETHER + 3)], now=now)

    assert [len(claim_some(now=now)) for _turn in range(3)] == [TOGETHER, 2, 0]


def test_each_channel_is_claimed_by_itself(way: Way, now: datetime) -> None:
    owed(story(1), story(2), now=now)
    Delivery.objects.filter(about={"n": 2}).update(channel="email")

    assert [row.channel for row in claim_some(now=now)] == ["way"]
    assert [row.channel for row in claim_some(now=now)] == ["email"]


def test_the_name_outside_is_the_same_at_every_attempt(way: Way, now: datetime) -> None:
    owed(story(1), now=now)
    send(at=now)
    Delivery.objects.update(state="parked")
    owing.send_again(ids=[Delivery.objects.get().pk], now=now + timedelta(days=1))
    send(at=now + timedelta(days=1))

    [first, second] = [name for _to, _subject, name in way.sent]
    assert first == second


@pytest.mark.parametrize(
    ("state", "after"),
    [
        ("failed", ("owed", 0)),
        ("parked", ("owed", 0)),
        ("sent", ("sent", 3)),
        ("cancelled", ("cancelled", 3)),
    ],
)
def test_only_what_did_not_go_out_can_be_sent_again(
    way: Way, now: datetime, state: str, after: tuple[str, int]
) -> None:
    owed(story(1), now=now)
    Delivery.objects.update(state=state, attempts=3, finished_at=now)
    with patch.object(owing.bell, "_answer"):
        owing.send_again(ids=[Delivery.objects.get().pk], now=now)

    row = Delivery.objects.get()
    assert (row.state, row.attempts) == after


def test_senders_side_by_side_send_each_once(way: Way, now: datetime) -> None:
    owed(*[story(n) for n in range(1, 31)], now=now)

    def until_there_is_no_more() -> None:
        while send(at=now):
            pass

    race([until_there_is_no_more] * 4)

    assert sorted(way.subjects()) == sorted(f"story {n}" for n in range(1, 31))
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_a_template_that_fails_keeps_no_words_of_its_own(
    way: Way, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    owed(story(1), now=now)
    monkeypatch.setattr(way, "send", _raise(ValueError("Ada has a cold")))

    send(at=now)

    assert "cold" not in Delivery.objects.get().error


def _raise(error: Exception) -> Callable[..., str]:
    def fail(*_args: object, **_kwargs: object) -> str:
        raise error

    return fail


def test_an_unknown_channel_is_an_error() -> None:
    with pytest.raises(LookupError):
        open_channel("carrier pigeon")
