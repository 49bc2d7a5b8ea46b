from collections.abc import Iterator
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import transaction
from django.utils import timezone

from clinic.outbox import events, services
from clinic.outbox.models import Event, Handled

pytestmark = pytest.mark.both_databases


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """What a handler of topic "story" was given."""
    calls: list[int] = []
    with patch.dict(events._HANDLERS, clear=True):
        events.listen("story", "listener", lambda event: calls.append(event.payload["n"]))
        yield calls


def tell(n: int) -> Event:
    with transaction.atomic():
        return services.record("story", n=n)


@pytest.fixture
def later(db: None) -> datetime:
    return timezone.now() + timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside the change's transaction"):
        services.record("story", n=1)

    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_event_goes_with_the_change_that_is_rolled_back(
    heard: list[int], later: datetime
) -> None:
    def change_that_fails() -> None:
        with transaction.atomic():
            services.record("story", n=1)
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  our own, just above
        change_that_fails()

    assert services.relay(now=later) == 0
    assert heard == []


@pytest.mark.django_db
def test_events_are_relayed_once_in_order(heard: list[int], later: datetime) -> None:
    tell(1)
    tell(2)

    assert services.relay(now=later) == 2
    assert services.relay(now=later) == 0
    assert heard == [1, 2]


@pytest.mark.django_db
def test_a_failing_handler_is_tried_again_and_the_others_are_not(
    heard: list[int], later: datetime
) -> None:
    attempts = []

    def faulty(event: Event) -> None:
        attempts.append(event.pk)
        if len(attempts) == 1:
            raise ConnectionError

    events.listen("story", "faulty", faulty)
    event = tell(1)

    assert services.relay(now=later) == 0
    event.refresh_from_db()
    assert (event.attempts, event.last_error) == (1, "faulty: ConnectionError")
    assert services.relay(now=later) == 0  # it waits before the next attempt
    assert services.relay(now=later + timedelta(seconds=3)) == 1

    assert len(attempts) == 2
    assert heard == [1]


@pytest.mark.django_db
def test_what_a_failing_handler_wrote_is_undone(heard: list[int], later: datetime) -> None:
    def half_done(event: Event) -> None:
        Event.objects.create(topic="half", payload={})
        raise ValueError

    events.listen("story", "half", half_done)
    tell(1)

    services.relay(now=later)

    assert Event.objects.filter(topic="half").count() == 0
    assert list(Handled.objects.values_list("handler", flat=True)) == ["listener"]


@pytest.mark.django_db
def test_after_many_failures_an_event_is_parked_and_can_be_released(
    heard: list[int], later: datetime
) -> None:
    def broken(event: Event) -> None:
        raise ValueError

    events.listen("story", "broken", broken)
    event = tell(1)
    for attempt in range(services.MOST_ATTEMPTS):
        services.relay(now=later + timedelta(hours=attempt))
    event.refresh_from_db()
    assert event.parked_at is not None
    assert event.relayed_at is None

    events.listen("story", "broken", lambda _event: None)
    assert services.relay(now=later + timedelta(days=1)) == 0
    assert services.release_parked(event_ids=[event.pk], now=later) == 1

    assert services.relay(now=later) == 1
    assert heard == [1]


@pytest.mark.django_db
def test_old_relayed_events_are_forgotten_and_owed_ones_kept(
    heard: list[int], later: datetime
) -> None:
    tell(1)
    services.relay(now=later)
    owed = tell(2)

    services.forget_relayed(before=later + timedelta(days=1))

    assert list(Event.objects.values_list("pk", flat=True)) == [owed.pk]
