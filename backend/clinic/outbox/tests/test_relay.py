from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from clinic.outbox import events, services
from clinic.outbox.events import Fact
from clinic.outbox.models import Event, Handled
from clinic.outbox.tests.stories import Story, only_stories, tell
from clinic.slots.tests.racing import race

pytestmark = pytest.mark.both_databases
Told = Sequence[Fact[Story]]


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """What a handler of stories was given."""
    with only_stories() as told:
        yield told


@pytest.fixture
def later(db: None) -> datetime:
    return timezone.now() + timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_a_transaction(heard: list[int]) -> None:
    with pytest.raises(RuntimeError, match="inside the change's transaction"):
        services.record(Story(n=1))

    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_event_goes_with_the_change_that_is_rolled_back(
    heard: list[int], later: datetime
) -> None:
    def change_that_fails() -> None:
        with transaction.atomic():
            services.record(Story(n=1))
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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("alone", "order"),
    [
        (False, [1, 2, "committed", "committed"]),
        (True, [1, "committed", 2, "committed"]),
    ],
)
def test_a_handler_that_locks_has_one_event_a_transaction(
    heard: list[int], later: datetime, *, alone: bool, order: list[int | str]
) -> None:
    seen: list[int | str] = []

    def locking(facts: Told) -> None:
        for fact in facts:
            seen.append(fact.payload.n)
            transaction.on_commit(lambda: seen.append("committed"))

    events.listen(Story, "locking", locking, alone=alone)
    tell(1)
    tell(2)

    assert services.relay(now=later) == 2
    assert seen == order


@pytest.mark.django_db
def test_handlers_get_the_payload_and_when_it_was_recorded(
    heard: list[int], later: datetime
) -> None:
    facts: list[Fact[Story]] = []
    events.listen(Story, "keeper", facts.extend)
    event = tell(7, of="a")

    services.relay(now=later)

    assert facts == [Fact(id=event.pk, recorded_at=event.recorded_at, payload=Story(n=7, of="a"))]


@pytest.mark.django_db
def test_a_failing_handler_is_tried_again_and_the_others_are_not(
    heard: list[int], later: datetime
) -> None:
    attempts = []

    def faulty(facts: Told) -> None:
        attempts.append([fact.payload.n for fact in facts])
        if len(attempts) == 1:
            raise ConnectionError

    events.listen(Story, "faulty", faulty)
    event = tell(1)

    assert services.relay(now=later) == 0
    event.refresh_from_db()
    assert (event.attempts, event.last_error) == (1, "faulty: ConnectionError")
    assert services.relay(now=later) == 0  # it waits before the next attempt
    assert services.relay(now=later + timedelta(seconds=3)) == 1

    assert attempts == [[1], [1]]
    assert heard == [1]


@pytest.mark.django_db
def test_one_bad_event_holds_up_no_other_of_its_batch(heard: list[int], later: datetime) -> None:
    well: list[int] = []

    def dislikes_two(facts: Told) -> None:
        if any(fact.payload.n == 2 for fact in facts):
            raise ValueError
        well.extend(fact.payload.n for fact in facts)

    events.listen(Story, "picky", dislikes_two)
    for n in (1, 2, 3):
        tell(n)

    assert services.relay(now=later) == 2

    assert (well, heard) == ([1, 3], [1, 2, 3])
    owed = Event.objects.owed().get()
    assert (owed.payload["n"], owed.last_error) == (2, "picky: ValueError")


@pytest.mark.django_db
def test_what_a_failing_handler_wrote_is_undone(heard: list[int], later: datetime) -> None:
    def half_done(facts: Told) -> None:
        Event.objects.create(topic="half", payload={})
        raise ValueError

    events.listen(Story, "half", half_done)
    tell(1)

    services.relay(now=later)

    assert Event.objects.filter(topic="half").count() == 0
    assert list(Handled.objects.values_list("handler", flat=True)) == ["listener"]


@pytest.mark.django_db
def test_after_many_failures_an_event_is_parked_and_can_be_released(
    heard: list[int], later: datetime
) -> None:
    def broken(facts: Told) -> None:
        raise ValueError

    events.listen(Story, "broken", broken)
    event = tell(1)
    for attempt in range(services.MOST_ATTEMPTS):
        services.relay(now=later + timedelta(hours=attempt))
    event.refresh_from_db()
    assert event.parked_at is not None
    assert event.relayed_at is None

    events.listen(Story, "broken", lambda _facts: None)
    assert services.relay(now=later + timedelta(days=1)) == 0
    assert services.release_parked(event_ids=[event.pk], now=later) == 1

    assert services.relay(now=later) == 1
    assert heard == [1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("topic", "payload", "said"),
    [("of.tomorrow", {}, "UnknownTopic"), ("story", {"of": "a"}, "TypeError")],
)
def test_what_is_not_understood_waits_for_who_understands_it(
    heard: list[int], later: datetime, topic: str, payload: dict[str, str], said: str
) -> None:
    event = Event.objects.create(topic=topic, payload=payload)
    tell(1)

    assert services.relay(now=later) == 1

    event.refresh_from_db()
    assert (event.relayed_at, event.attempts, event.last_error) == (None, 1, said)
    assert heard == [1]


@pytest.mark.django_db
def test_events_about_one_thing_wait_for_the_earlier_ones(
    heard: list[int], later: datetime
) -> None:
    disliked = {1}

    def picky(facts: Told) -> None:
        if disliked & {fact.payload.n for fact in facts}:
            raise ValueError

    events.listen(Story, "picky", picky)
    tell(1, of="a")
    tell(2, of="b")
    tell(3, of="a")
    tell(4)

    services.relay(now=later)
    assert [event.payload["n"] for event in Event.objects.owed().order_by("id")] == [1, 3]
    disliked.clear()
    services.relay(now=later + timedelta(minutes=1))

    assert heard == [1, 2, 4, 3]
    assert not Event.objects.owed().exists()


@pytest.mark.django_db
def test_a_parked_event_does_not_hold_up_the_later_ones_for_ever(
    heard: list[int], later: datetime
) -> None:
    first = tell(1, of="a")
    tell(2, of="a")
    Event.objects.filter(pk=first.pk).update(parked_at=later)

    services.relay(now=later)

    assert heard == [2]


@pytest.mark.django_db(transaction=True)
def test_relays_side_by_side_hand_over_each_event_once_and_in_order(
    heard: list[int], later: datetime
) -> None:
    for n in range(60):
        tell(n, of=f"thing {n % 3}")

    def until_all_is_done() -> None:
        while Event.objects.owed().exists():
            services.relay(now=later)

    assert race([until_all_is_done] * 4) == [None] * 4
    assert sorted(heard) == list(range(60))
    for thing in range(3):
        mine = [n for n in heard if n % 3 == thing]
        assert mine == sorted(mine)
    assert Event.objects.filter(attempts__gt=0).count() == 0


@pytest.mark.django_db
def test_old_relayed_events_are_forgotten_and_owed_ones_kept(
    heard: list[int], later: datetime
) -> None:
    tell(1)
    services.relay(now=later)
    owed = tell(2)

    services.forget_relayed(before=later + timedelta(days=1))

    assert list(Event.objects.values_list("pk", flat=True)) == [owed.pk]
