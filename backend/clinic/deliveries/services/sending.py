"""Claiming a few deliveries, sending them, and noting what became of each.

A claim is committed before anything is sent, and no transaction is open while a message is made or
on its way: a sender that dies gives its claim back when the lease runs out.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from django.db import connection, transaction
from django.db.models import F

from clinic.deliveries.lifecycle import (
    LEASE,
    MOST_ATTEMPTS,
    SLOWEST,
    UNREACHABLE_PAUSE,
    State,
    pause_after,
)
from clinic.deliveries.models import Delivery
from clinic.deliveries.registry import (
    Channel,
    Postponed,
    Refused,
    Unreachable,
    addresses_of,
    open_channel,
    template_named,
)

log = structlog.get_logger(__name__)

TOGETHER: Final = 5


@dataclass(frozen=True)
class Outcome:
    """What became of one delivery; ``OWED`` is for one that was not accepted now."""

    state: State
    provider_id: str = ""
    error: str = ""


@transaction.atomic
def claim_some(*, now: datetime) -> list[Delivery]:
    """Return a few due deliveries of one channel, claimed for ``LEASE``.

    One whose senders have died as often as a message is tried at most is parked instead.
    """
    # SQLite has no row locks: its write transaction is the claim.
    can_skip = connection.features.has_select_for_update_skip_locked
    due = list(Delivery.objects.due(now).select_for_update(skip_locked=can_skip)[:TOGETHER])
    for delivery in due:
        if delivery.attempts >= MOST_ATTEMPTS:
            _note(delivery, Outcome(State.OWED, error="its senders died"), now=now)
    claimed = [
        delivery
        for delivery in due
        if delivery.attempts < MOST_ATTEMPTS and delivery.channel == due[0].channel
    ]
    for delivery in claimed:
        delivery.state, delivery.claimed_until = State.CLAIMED, now + LEASE
        delivery.attempts += 1
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in claimed]).update(
        state=State.CLAIMED, claimed_until=now + LEASE, attempts=F("attempts") + 1
    )
    return claimed


def send_claimed(claimed: Sequence[Delivery], *, clock: Callable[[], datetime]) -> bool:
    """Send what :func:`claim_some` returned; return False when the other side is unreachable.

    What was not sent is given back. The clock is passed in, and not an instant: sending takes
    time, and a claim must not be outlived.
    """
    waiting = list(claimed)
    with closing(open_channel(waiting[0].channel)) as channel:
        while waiting and _has_time(waiting[0], clock()):
            try:
                outcome = _send(waiting[0], channel, now=clock())
            except Unreachable as error:
                log.warning("deliveries.unreachable", channel=waiting[0].channel, error=str(error))
                _give_back(waiting, not_before=clock() + UNREACHABLE_PAUSE, error=str(error))
                return False
            _note(waiting.pop(0), outcome, now=clock())
    _give_back(waiting, not_before=clock())
    return True


def _has_time(delivery: Delivery, now: datetime) -> bool:
    return delivery.claimed_until is not None and now + SLOWEST <= delivery.claimed_until


def _send(delivery: Delivery, channel: Channel, *, now: datetime) -> Outcome:
    """Make the message and send it. Raises :class:`Unreachable`."""
    try:
        address = addresses_of(delivery.recipient_kind)(delivery.recipient_id, delivery.channel)
        message = template_named(delivery.template)(delivery, now) if address else None
        if address is None or message is None:
            return Outcome(State.CANCELLED)
        accepted = channel.send(message, to=address, name=name_of(delivery))
    except Unreachable:
        raise
    except Refused as error:
        log.warning("deliveries.refused", delivery_id=delivery.pk, error=str(error))
        return Outcome(State.FAILED, error=str(error))
    except Postponed as error:
        return Outcome(State.OWED, error=str(error))
    except Exception as error:
        # Whatever a template may raise: this one waits and is tried again, the others go on.
        log.exception("deliveries.fault", delivery_id=delivery.pk, template=delivery.template)
        return Outcome(State.OWED, error=type(error).__name__)
    return Outcome(State.SENT, provider_id=accepted)


def name_of(delivery: Delivery) -> str:
    """Return what a delivery is called outside: the same whenever it is sent, and no other's, not
    even one's of the same number in a database that was made anew."""
    return f"{delivery.pk}.{int(delivery.owed_at.timestamp())}"


def _note(delivery: Delivery, outcome: Outcome, *, now: datetime) -> None:
    """Write down what became of a claimed delivery; one that was tried too often is parked."""
    state = outcome.state
    if state is State.OWED and delivery.attempts >= MOST_ATTEMPTS:
        state = State.PARKED
        log.error("deliveries.parked", delivery_id=delivery.pk, error=outcome.error)
    again = state is State.OWED
    _end_claim(
        delivery,
        state=state,
        provider_id=outcome.provider_id,
        error=outcome.error[:200],
        not_before=now + pause_after(delivery.attempts) if again else delivery.not_before,
        finished_at=None if again else now,
    )


def _give_back(waiting: Sequence[Delivery], *, not_before: datetime, error: str = "") -> None:
    """Owe again what was claimed and not tried; it costs no attempt."""
    for delivery in waiting:
        _end_claim(
            delivery,
            state=State.OWED,
            attempts=delivery.attempts - 1,
            not_before=not_before,
            error=error[:200],
        )


def _end_claim(delivery: Delivery, **changes: Any) -> None:
    """Write to a claimed delivery, unless the claim was outlived and is somebody else's now."""
    mine = Delivery.objects.filter(
        pk=delivery.pk, state=State.CLAIMED, claimed_until=delivery.claimed_until
    )
    if not mine.update(claimed_until=None, **changes):
        log.warning("deliveries.claim_lost", delivery_id=delivery.pk)
