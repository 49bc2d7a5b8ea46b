"""Recording events, and relaying them to the handlers that are registered for their topic."""

from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, Final

import structlog
from django.db import connection, transaction

from clinic.common.waking import Bell
from clinic.outbox.events import (
    Fact,
    Handler,
    Payload,
    UnknownTopic,
    goes_alone,
    handlers_of,
    payload_from,
)
from clinic.outbox.models import Event, Handled

log = structlog.get_logger(__name__)

# After as many failures an event is parked and reported; an operator releases it.
MOST_ATTEMPTS: Final = 8
BATCH: Final = 100
# Claimed in one transaction: saves four statements an event; one that dies repeats its frames.
TOGETHER: Final = 50

bell: Final = Bell("outbox")


def record(payload: Payload) -> Event:
    """Record that something happened, in the transaction of the change itself.

    Raises RuntimeError outside a transaction: an event without its change, or the other way
    round, must be impossible. Raises TypeError for anything but a well-formed payload.
    """
    if not isinstance(payload, Payload):
        raise TypeError(f"{payload!r} is no payload")
    if not connection.in_atomic_block:
        raise RuntimeError(f"{payload.topic}: events are recorded inside the change's transaction")
    event = Event.objects.create(topic=payload.topic, key=payload.key, payload=payload.as_json())
    bell.ring_after_commit()
    return event


def relay(*, now: datetime, most: int = BATCH) -> int:
    """Hand over what is owed, oldest first; return how many events are done with.

    Events are claimed by their row locks, a few at a time, for as long as their handlers run.
    Workers side by side skip each other's claims; one that dies gives its claims back with its
    connection.
    """
    done = claimed = 0
    while claimed < most:
        outcomes = _relay_some(now=now)
        if not outcomes:
            break
        claimed += len(outcomes)
        done += sum(outcomes)
    return done


@transaction.atomic
def _relay_some(*, now: datetime) -> list[bool]:
    """Relay the next few events; return for each whether it is done with."""
    # SQLite has no row locks: its write transaction is the claim.
    can_skip = connection.features.has_select_for_update_skip_locked
    owed = Event.objects.due(now).select_for_update(skip_locked=can_skip)
    events = _together(list(owed[:TOGETHER]))
    failed: set[int] = set()
    for topic in dict.fromkeys(event.topic for event in events):
        failed |= _hand_to_all([event for event in events if event.topic == topic])
    for event in events:
        if event.pk in failed:
            _postpone(event, now=now)
    relayed = [event.pk for event in events if event.pk not in failed]
    Event.objects.filter(pk__in=relayed).update(relayed_at=now)
    return [event.pk not in failed for event in events]


def _together(events: list[Event]) -> list[Event]:
    """Return those that are relayed in one transaction: the first ones that go together, or the
    first alone. The others are claimed again in the next."""
    if events and goes_alone(events[0].topic):
        return events[:1]
    return list(takewhile(lambda event: not goes_alone(event.topic), events))


def _hand_to_all(events: list[Event]) -> set[int]:
    """Run the handlers of (locked) events of one topic that have not had them; return the ids of
    those that some handler must have again.

    Marks are only for an event that some handlers have had and others must have again.
    """
    had = _marks_of([event.pk for event in events if event.last_error])
    facts = {event.pk: fact for event in events if (fact := _understood(event))}
    failed = {event.pk for event in events} - facts.keys()
    done: list[Handled] = []
    for name, handler in handlers_of(events[0].topic):
        waiting = [e for e in events if e.pk in facts and (e.pk, name) not in had]
        well = _hand([(event, facts[event.pk]) for event in waiting], name, handler)
        failed |= {event.pk for event in waiting} - well
        done += [Handled(event_id=event_id, handler=name) for event_id in well]
    Handled.objects.bulk_create(mark for mark in done if mark.event_id in failed)
    return failed


def _marks_of(event_ids: list[int]) -> set[tuple[int, str]]:
    if not event_ids:
        return set()
    marks = Handled.objects.filter(event__in=event_ids)
    return set(marks.values_list("event_id", "handler"))


def _understood(event: Event) -> Fact[Payload] | None:
    """Return the event as handlers get it; None for one that a newer release has recorded."""
    try:
        payload = payload_from(event.topic, event.payload)
    except (UnknownTopic, TypeError) as error:
        log.warning("outbox.not_understood", topic=event.topic, event_id=event.pk)
        event.last_error = type(error).__name__
        return None
    return Fact(id=event.pk, recorded_at=event.recorded_at, payload=payload)


def _hand(told: list[tuple[Event, Fact[Payload]]], name: str, handler: Handler[Any]) -> set[int]:
    """Run one handler in a savepoint, with all events or, when that fails, with each by itself;
    return the ids of those that went well."""
    if not told:
        return set()
    try:
        with transaction.atomic():
            handler([fact for _event, fact in told])
    except Exception as error:
        # Whatever a handler may raise: the event waits and is tried again.
        if len(told) > 1:
            return set().union(*(_hand([one], name, handler) for one in told))
        [(event, _fact)] = told
        log.exception("outbox.handler_failed", topic=event.topic, event_id=event.pk, handler=name)
        event.last_error = f"{name}: {type(error).__name__}"[:300]
        return set()
    return {event.pk for event, _fact in told}


def _postpone(event: Event, *, now: datetime) -> None:
    event.attempts += 1
    event.due_at = now + timedelta(seconds=min(2**event.attempts, 300))
    if event.attempts >= MOST_ATTEMPTS:
        event.parked_at = now
        log.error("outbox.parked", topic=event.topic, event_id=event.pk)
    event.save(update_fields=["attempts", "due_at", "parked_at", "last_error"])


@transaction.atomic
def release_parked(*, event_ids: list[int], now: datetime) -> int:
    """Let parked events be tried again; return how many were parked."""
    return Event.objects.filter(pk__in=event_ids, parked_at__isnull=False).update(
        parked_at=None, attempts=0, due_at=now
    )


def forget_relayed(*, before: datetime) -> int:
    """Delete events relayed before that instant; return how many."""
    count, _by_model = Event.objects.filter(relayed_at__lt=before).delete()
    return count
