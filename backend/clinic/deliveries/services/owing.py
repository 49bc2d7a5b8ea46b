"""Owing a delivery in the transaction of what it announces, and taking it back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from clinic.common.waking import Bell
from clinic.deliveries.lifecycle import State
from clinic.deliveries.models import Delivery
from clinic.deliveries.registry import require_known

EMAIL: Final = "email"

# The kind of a recipient, and their number.
Recipient = tuple[str, int]

bell: Final = Bell("deliveries")


@dataclass(frozen=True)
class Owed:
    """One thing to send: to whom, what, and about which objects (by id).

    Of two with the same ``dedupe_key`` only the first is sent; with ``renews`` one that was taken
    back is owed anew. ``subject`` names what it is about ("appointment:42"), by which it is taken
    back. Without ``not_before`` it is sent at once.
    """

    kind: str
    recipient_id: int
    template: str
    dedupe_key: str
    about: Mapping[str, int] = field(default_factory=dict)
    subject: str = ""
    not_before: datetime | None = None
    channel: str = EMAIL
    renews: bool = False


def owe(*owed: Owed, now: datetime) -> None:
    """Keep what is to be sent, in the transaction of what it announces.

    What was owed before under the same key is left as it is, unless that was taken back and is to
    be renewed. Raises RuntimeError outside a transaction, LookupError for a template, recipient or
    channel that nobody registered, and TypeError when something other than an id is to be kept.
    """
    if not owed:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("deliveries are owed inside the change's transaction")
    for one in owed:
        _require_sound(one)
    rows = [
        Delivery(
            recipient_kind=one.kind,
            recipient_id=one.recipient_id,
            channel=one.channel,
            template=one.template,
            about=dict(one.about),
            subject=one.subject,
            dedupe_key=one.dedupe_key,
            not_before=one.not_before or now,
            owed_at=now,
        )
        for one in owed
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    if renewed := [one.dedupe_key for one in owed if one.renews]:
        taken_back = Delivery.objects.filter(dedupe_key__in=renewed, state=State.CANCELLED)
        taken_back.update(state=State.OWED, finished_at=None)
    if any(row.not_before <= now for row in rows):
        bell.ring_after_commit()


def _require_sound(one: Owed) -> None:
    require_known(template=one.template, kind=one.kind, channel=one.channel)
    if not all(type(value) is int for value in one.about.values()):
        raise TypeError(f"{one.template}: a delivery keeps ids, and nothing else")


def cancel_owed(*, subject: str, now: datetime, but: Collection[str] = ()) -> int:
    """Take back what is owed about a subject, except under the keys ``but``; return how many.

    What is being sent at this moment is not held up; its template judges whether it is still true.
    """
    owed = Delivery.objects.filter(subject=subject, state=State.OWED).exclude(dedupe_key__in=but)
    return owed.update(state=State.CANCELLED, finished_at=now)


def bring_forward(*, to: Recipient, templates: Collection[str], at: datetime) -> int:
    """Let what waits for somebody, of these templates, be sent at ``at`` and no later; return how
    many. What was tried already keeps its own pause."""
    kind, number = to
    waiting = Delivery.objects.filter(
        recipient_kind=kind,
        recipient_id=number,
        state=State.OWED,
        template__in=templates,
        attempts=0,
        not_before__gt=at,
    )
    count = waiting.update(not_before=at)
    if count:
        bell.ring_after_commit()
    return count


@transaction.atomic
def send_again(*, ids: list[int], now: datetime) -> int:
    """Owe anew what was refused or given up; return how many."""
    again = Delivery.objects.unsent().filter(pk__in=ids)
    count = again.update(state=State.OWED, attempts=0, not_before=now, finished_at=None)
    bell.ring_after_commit()
    return count


def forget_finished(*, before: datetime) -> int:
    """Delete deliveries that were finished before that instant; return how many."""
    count, _by_model = Delivery.objects.filter(finished_at__lt=before).delete()
    return count
