"""Recording events, and relaying them to the handlers that are registered for their topic."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import connection, transaction

from clinic.outbox.events import Handler, handlers_of
from clinic.outbox.models import Event, Handled

log = structlog.get_logger(__name__)

# After as many failures an event is parked and reported; an operator releases it.
MOST_ATTEMPTS: Final = 8
BATCH: Final = 100

_nudge: list[Callable[[], None]] = []


def nudge_with(call: Callable[[], None]) -> None:
    """Name what wakes the relay after a commit (config does, so that services know no queue)."""
    _nudge[:] = [call]


def record(topic: str, **payload: object) -> Event:
    """Record that something happened, in the transaction of the change itself.

    Raises RuntimeError outside a transaction: an event without its change, or the other way
    round, must be impossible.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{topic}: events are recorded inside the change's transaction")
    event = Event.objects.create(topic=topic, payload=payload)
    for call in _nudge:
        transaction.on_commit(call, robust=True)
    return event


def relay(*, now: datetime, most: int = BATCH) -> int:
    """Hand over what is owed, oldest first; return how many events are done with.

    Each event is claimed by its row lock for as long as its handlers run. Workers side by side
    skip each other's claims; one that dies gives its claim back with its connection.
    """
    done = 0
    for _turn in range(most):
        outcome = _relay_next(now=now)
        if outcome is None:
            break
        done += outcome
    return done


@transaction.atomic
def _relay_next(*, now: datetime) -> bool | None:
    """Relay one event; None when nothing is owed, False when it failed and waits again."""
    owed = Event.objects.owed().filter(due_at__lte=now).order_by("due_at", "id")
    # SQLite has no row locks: its write transaction is the claim.
    can_skip = connection.features.has_select_for_update_skip_locked
    event = owed.select_for_update(skip_locked=can_skip).first()
    if event is None:
        return None
    if _hand_to_all(event):
        event.relayed_at = now
        event.save(update_fields=["relayed_at"])
        return True
    _postpone(event, now=now)
    return False


def _hand_to_all(event: Event) -> bool:
    """Run the handlers that have not had the (locked) event; return whether all have now.

    What a handler does and its mark are one transaction with the claim.
    """
    had = set(Handled.objects.filter(event=event).values_list("handler", flat=True))
    waiting = [(name, handler) for name, handler in handlers_of(event.topic) if name not in had]
    done = [name for name, handler in waiting if _hand(event, name, handler)]
    Handled.objects.bulk_create([Handled(event=event, handler=name) for name in done])
    return len(done) == len(waiting)


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
