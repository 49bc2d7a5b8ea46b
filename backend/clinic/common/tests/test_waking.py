"""Ringing: once for a burst, after the commit, and never in the way of what was committed."""

from unittest.mock import Mock

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from clinic.common.waking import Bell


@pytest.fixture
def answer() -> Mock:
    return Mock()


@pytest.fixture
def bell(answer: Mock) -> Bell:
    bell = Bell("story")
    bell.answered_by(answer)
    return bell


def test_a_burst_asks_for_one_turn(bell: Bell, answer: Mock) -> None:
    bell.ring()
    bell.ring()

    assert answer.call_count == 1


def test_once_a_turn_has_begun_another_is_asked_for(bell: Bell, answer: Mock) -> None:
    bell.ring()
    bell.hush()
    bell.ring()

    assert answer.call_count == 2


@pytest.mark.django_db(transaction=True)
def test_it_rings_after_the_commit_and_not_before(bell: Bell, answer: Mock) -> None:
    with transaction.atomic():
        bell.ring_after_commit()
        assert answer.call_count == 0

    assert answer.call_count == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_rings_nobody(bell: Bell, answer: Mock) -> None:
    def change_that_fails() -> None:
        with transaction.atomic():
            bell.ring_after_commit()
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  our own, just above
        change_that_fails()

    assert answer.call_count == 0


def test_without_a_broker_nobody_is_disturbed(bell: Bell, answer: Mock) -> None:
    answer.side_effect = OperationalError

    bell.ring()

    assert answer.call_count == 1


def test_a_bell_that_nobody_answers_is_silent() -> None:
    Bell("nobody").ring()
