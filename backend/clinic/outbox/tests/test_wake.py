"""Asking for the relay's next turn."""

from unittest.mock import patch

import pytest

from clinic.outbox import services, tasks


@pytest.mark.django_db
@pytest.mark.parametrize(("relayed", "asked"), [(services.BATCH, 1), (services.BATCH - 1, 0)])
def test_a_full_turn_leaves_the_rest_to_another(relayed: int, asked: int) -> None:
    with (
        patch.object(services.bell, "_answer") as turn,
        patch.object(services, "relay", return_value=relayed),
    ):
        tasks.relay()

    assert turn.call_count == asked


@pytest.mark.django_db
def test_what_is_committed_after_the_turn_began_asks_again() -> None:
    def committed_meanwhile(**_ignored: object) -> int:
        services.bell.ring()
        return 0

    with patch.object(services.bell, "_answer") as turn:
        services.bell.ring()
        with patch.object(services, "relay", side_effect=committed_meanwhile):
            tasks.relay()

    assert turn.call_count == 2
