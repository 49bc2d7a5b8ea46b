"""Storing what people are told, showing it live, and marking it read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from clinic.deliveries.services.owing import Owed, owe
from clinic.notifications import live
from clinic.notifications.models import Notification
from clinic.notifications.selectors import unread_counts
from clinic.outbox.events import Fact, Payload
from clinic.users.models import User
from clinic.users.roles import Role
from clinic.users.services.mails import USER


@dataclass(frozen=True)
class Notice:
    """What one person is told of one event, and the page that it leads to."""

    of: Fact[Payload]
    user_id: int
    kind: str
    link: str
    data: dict[str, Any] = field(default_factory=dict)


def tell(notices: Iterable[Notice]) -> None:
    """Store the notices, and show them after the commit to those who are there."""
    stored = Notification.objects.bulk_create(
        Notification(
            recipient_id=notice.user_id,
            kind=notice.kind,
            data=notice.data,
            link=notice.link,
            created_at=notice.of.recorded_at,
            event_id=notice.of.id,
        )
        for notice in notices
    )
    fresh = [row for row in stored if live.is_fresh(row.created_at)]
    unread = unread_counts({row.recipient_id for row in fresh}) if fresh else {}
    live.show_after_commit(_frame(row, unread=unread[row.recipient_id]) for row in fresh)


@dataclass(frozen=True)
class Mailing:
    """What one person is mailed: a kind of notification, worded when it is sent.

    ``about`` are ids, ``subject`` is what it is about ("appointment:42"), ``concerns`` when that
    is. Without ``not_before`` it is sent at once.
    """

    user_id: int
    kind: str
    about: dict[str, int]
    subject: str
    dedupe_key: str
    concerns: datetime | None = None
    not_before: datetime | None = None
    renews: bool = False


def mail(mailings: Iterable[Mailing], *, now: datetime) -> None:
    """Owe these mails."""
    owe(
        *(
            Owed(
                kind=USER,
                recipient_id=mailing.user_id,
                template=mailing.kind,
                dedupe_key=mailing.dedupe_key,
                about=mailing.about,
                subject=mailing.subject,
                not_before=mailing.not_before,
                renews=mailing.renews,
            )
            for mailing in mailings
        ),
        now=now,
    )


def _frame(row: Notification, *, unread: int) -> live.Addressed:
    """Return the frame of a stored notification; each socket words it in its own language."""
    shown = {
        "id": row.pk,
        "kind": row.kind,
        "data": row.data,
        "link": row.link,
        "created_at": row.created_at,
        "read_at": row.read_at,
    }
    frame = {"type": "notification", "row": shown, "unread": unread}
    return [live.user_group(row.recipient_id)], frame


def admins() -> list[int]:
    """Return the ids of those who run the clinic."""
    found = User.objects.filter(role=Role.ADMIN, is_approved=True, is_active=True)
    return list(found.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def mark_read(*, reader: User, now: datetime, ids: list[int] | None = None) -> int:
    """Mark the reader's unread notifications as read, all or those of ``ids``; return how many."""
    unread = Notification.objects.visible_to(reader).unread()
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.update(read_at=now)
