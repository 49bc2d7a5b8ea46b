"""Asking for the relay: once for a burst, never too seldom."""

from unittest.mock import patch

import pytest
from django.core.cache import cache

from clinic.outbox import services, tasks


@pytest.fixture(autouse=True)
def _nobody_asked() -> None:
    cache.delete(tasks.ASKED)


def test_a_burst_of_changes_asks_for_one_turn() -> None:
    with patch.object(tasks.relay, "delay") as asked:
        tasks.wake()
        tasks.wake()

    assert asked.call_count == 1


@pytest.mark.django_db
def test_what_is_committed_after_the_turn_began_asks_again() -> None:
    def committed_meanwhile(**_ignored: object) -> int:
        tasks.wake()
        return 0

    with patch.object(tasks.relay, "delay") as asked:
        tasks.wake()
        with patch.object(services, "relay", side_effect=committed_meanwhile):
            tasks.relay()

    assert asked.call_count == 2


@pytest.mark.django_db
def test_a_full_turn_leaves_the_rest_to_another() -> None:
    with (
        patch.object(tasks.relay, "delay") as asked,
        patch.object(services, "relay", return_value=services.BATCH),
    ):
        tasks.relay()

    assert asked.call_count == 1
