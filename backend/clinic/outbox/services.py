"""Recording events, and relaying them to the handlers that are registered for their topic."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import connection, transaction

from clinic.common.waking import Bell
from clinic.outbox.events import Handler, handlers_of
from clinic.outbox.models import Event, Handled

log = structlog.get_logger(__name__)

# After as many failures an event is parked and reported; an operator releases it.
MOST_ATTEMPTS: Final = 8
BATCH: Final = 100
# Claimed in one transaction: saves four statements an event; one that dies repeats its frames.
TOGETHER: Final = 10

bell: Final = Bell("outbox")


def record(topic: str, **payload: object) -> Event:
    """Record that something happened, in the transaction of the change itself.

    Raises RuntimeError outside a transaction: an event without its change, or the other way
    round, must be impossible.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{topic}: events are recorded inside the change's transaction")
    event = Event.objects.create(topic=topic, payload=payload)
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
    owed = Event.objects.owed().filter(due_at__lte=now).order_by("due_at", "id")
    # SQLite has no row locks: its write transaction is the claim.
    can_skip = connection.features.has_select_for_update_skip_locked
    events = list(owed.select_for_update(skip_locked=can_skip)[:TOGETHER])
    outcomes = [_hand_to_all(event) for event in events]
    for event, is_done in zip(events, outcomes, strict=True):
        if not is_done:
            _postpone(event, now=now)
    relayed = [event.pk for event, is_done in zip(events, outcomes, strict=True) if is_done]
    Event.objects.filter(pk__in=relayed).update(relayed_at=now)
    return outcomes


def _hand_to_all(event: Event) -> bool:
    """Run the handlers that have not had the (locked) event; return whether all have now.

    Marks are only for an event that some handlers have had and others must have again.
    """
    has_failed = bool(event.last_error)
    marks = Handled.objects.filter(event=event) if has_failed else Handled.objects.none()
    had = set(marks.values_list("handler", flat=True))
    waiting = [(name, handler) for name, handler in handlers_of(event.topic) if name not in had]
    done = [name for name, handler in waiting if _hand(event, name, handler)]
    if len(done) == len(waiting):
        return True
    Handled.objects.bulk_create([Handled(event=event, handler=name) for name in done])
    return False


def _hand(event: Event, name: str, handler: Handler) -> bool:
    """Run one handler in a savepoint; return whether it went well."""
    try:
        with transaction.atomic():
            handler(event)
    except Exception as error:
        # Whatever a handler may raise: the event waits and is tried again.
        log.exception("outbox.handler_failed", topic=event.topic, event_id=event.pk, handler=name)
        event.last_error = f"{name}: {type(error).__name__}"[:300]
        return False
    return True


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
