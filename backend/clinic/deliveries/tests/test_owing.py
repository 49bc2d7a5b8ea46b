"""Owing: with the change or not at all, once for a key, and taken back when it is no longer so."""

from dataclasses import replace
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import transaction

from clinic.deliveries.models import Delivery
from clinic.deliveries.selectors import is_superseded
from clinic.deliveries.services import owing
from clinic.deliveries.services.owing import cancel_owed, forget_finished, owe
from clinic.deliveries.services.sending import claim_some
from clinic.deliveries.tests.conftest import Way, owed, state_of, story

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


def test_it_is_owed_inside_a_transaction_only(way: Way, now: datetime) -> None:
    with pytest.raises(RuntimeError, match="inside the change's transaction"):
        owe(story(1), now=now)

    assert Delivery.objects.count() == 0


def test_it_goes_with_a_change_that_is_rolled_back(way: Way, now: datetime) -> None:
    def change_that_fails() -> None:
        with transaction.atomic():
            owe(story(1), now=now)
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  our own, just above
        change_that_fails()

    assert Delivery.objects.count() == 0


def test_a_key_is_owed_once_also_after_it_was_sent(way: Way, now: datetime) -> None:
    owed(story(1, key="same"), story(2, key="same"), now=now)
    Delivery.objects.update(state="sent", finished_at=now)
    owed(story(3, key="same"), now=now + timedelta(days=1))

    assert [(row.about, row.state) for row in Delivery.objects.all()] == [({"n": 1}, "sent")]


@pytest.mark.parametrize("unknown", ["template", "kind", "channel"])
def test_what_nobody_registered_is_refused_at_once(way: Way, now: datetime, unknown: str) -> None:
    unheard_of = {unknown: "unheard-of"}

    with transaction.atomic(), pytest.raises(LookupError):
        owe(replace(story(1), **unheard_of), now=now)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize("value", ["Ada has a cold", 1.5, True, None])
def test_nothing_but_ids_is_kept(way: Way, now: datetime, value: object) -> None:
    with transaction.atomic(), pytest.raises(TypeError, match="ids"):
        owe(replace(story(1), about={"n": value}), now=now)  # type: ignore[dict-item]  # the point


def test_it_wakes_the_sender_after_the_commit_unless_it_is_for_later(
    way: Way, now: datetime
) -> None:
    with patch.object(owing.bell, "_answer") as rung:
        owed(story(1, not_before=now + timedelta(hours=1)), now=now)
        assert rung.call_count == 0
        owed(story(2), now=now)

    assert rung.call_count == 1


def test_what_is_owed_about_something_is_taken_back(way: Way, now: datetime) -> None:
    owed(story(1), story(2), story(1, to=2), now=now)

    assert cancel_owed(subject="story:1", now=now) == 2
    assert cancel_owed(subject="story:2", but=["story:2:1"], now=now) == 0
    assert cancel_owed(subject="story:2", but=["story:2:7"], now=now) == 1
    assert set(Delivery.objects.values_list("state", "finished_at")) == {("cancelled", now)}


def test_what_was_taken_back_is_owed_anew_if_it_is_to_be(way: Way, now: datetime) -> None:
    owed(story(1), story(2), story(3), now=now)
    cancel_owed(subject="story:1", now=now)
    cancel_owed(subject="story:2", now=now)
    Delivery.objects.filter(about={"n": 3}).update(state="sent", finished_at=now)

    owed(replace(story(1), renews=True), story(2), replace(story(3), renews=True), now=now)

    assert [state_of(n)[0] for n in (1, 2, 3)] == ["owed", "cancelled", "sent"]


def test_the_newest_about_something_is_not_superseded(way: Way, now: datetime) -> None:
    owed(story(1, key="a"), story(1, key="b"), story(1, key="c", to=2), story(2), now=now)
    older, newer, others, another = Delivery.objects.order_by("id")

    assert [is_superseded(row) for row in (older, newer, others, another)] == [
        True,
        False,
        False,
        False,
    ]
    Delivery.objects.filter(pk=newer.pk).update(state="cancelled", finished_at=now)
    assert not is_superseded(older)


def test_what_is_on_its_way_is_not_taken_back(way: Way, now: datetime) -> None:
    owed(story(1), now=now)
    claim_some(now=now)

    assert cancel_owed(subject="story:1", now=now) == 0
    assert state_of(1)[0] == "claimed"


def test_finished_ones_are_forgotten_and_owed_ones_kept(way: Way, now: datetime) -> None:
    owed(story(1), story(2), story(3), now=now)
    Delivery.objects.filter(about={"n": 1}).update(state="sent", finished_at=now)
    Delivery.objects.filter(about={"n": 2}).update(
        state="sent", finished_at=now + timedelta(seconds=1)
    )

    assert forget_finished(before=now + timedelta(seconds=1)) == 1
    assert [row.about["n"] for row in Delivery.objects.order_by("id")] == [2, 3]
