"""Storing what people are told, showing it live, and marking it read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from clinic.common.errors import Invalid
from clinic.deliveries.services.owing import Owed, Recipient, bring_forward, owe
from clinic.notifications import live
from clinic.notifications.kinds import groups_for, prompt_kinds, wants
from clinic.notifications.models import Notification, Preferences
from clinic.notifications.policies import after_quiet, before_quiet, is_urgent
from clinic.notifications.selectors import Reader, readers, unread_counts
from clinic.outbox.events import Fact, Payload
from clinic.users.models import User
from clinic.users.roles import Role
from clinic.users.services.mails import LEAVER, USER

# The recipients who have chosen what they are mailed.
_ACCOUNTS: Final = frozenset({USER, LEAVER})


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
    is. ``not_before`` is for what is due later: in quiet hours it goes out before they begin.
    """

    to: Recipient
    kind: str
    about: dict[str, int]
    subject: str
    dedupe_key: str
    concerns: datetime | None = None
    not_before: datetime | None = None
    renews: bool = False
    # Answers what the recipient has just done: they are awake.
    is_receipt: bool = False


def mail(mailings: Sequence[Mailing], *, now: datetime) -> None:
    """Owe these mails to those who want them, and not in their quiet hours."""
    if not mailings:
        return
    people = readers(number for kind, number in (one.to for one in mailings) if kind in _ACCOUNTS)
    owed = [
        Owed(
            kind=mailing.to[0],
            recipient_id=mailing.to[1],
            template=mailing.kind,
            dedupe_key=mailing.dedupe_key,
            about=mailing.about,
            subject=mailing.subject,
            not_before=_when(mailing, reader, now=now),
            renews=mailing.renews,
        )
        for mailing in mailings
        if wants((reader := _reader(mailing, people)).preferences.choices, mailing.kind)
    ]
    owe(*owed, now=now)


def named(to: Recipient) -> str:
    """Return how a key names a recipient: an account by its bare number."""
    kind, number = to
    return str(number) if kind == USER else f"{kind}:{number}"


def _reader(mailing: Mailing, people: Mapping[int, Reader]) -> Reader:
    """Return what is known of the recipient; somebody without an account has chosen nothing."""
    kind, number = mailing.to
    return people[number] if kind in _ACCOUNTS else Reader(Preferences(), settings.CLINIC_TIME_ZONE)


def _when(mailing: Mailing, reader: Reader, *, now: datetime) -> datetime:
    begins, ends = reader.preferences.quiet_from, reader.preferences.quiet_until
    if mailing.not_before is not None:
        at = before_quiet(mailing.not_before, zone=reader.zone, begins=begins, ends=ends)
        return max(at, now)
    if mailing.is_receipt or is_urgent(mailing.concerns, now=now):
        return now
    return after_quiet(now, zone=reader.zone, begins=begins, ends=ends)


@transaction.atomic
def change_preferences(
    *, user: User, choices: Mapping[str, bool], quiet: Mapping[str, time], now: datetime
) -> Preferences:
    """Change what somebody is mailed: ``choices`` by group, ``quiet`` hours by their name.

    What was put off because of the former hours is sent as soon as the new ones let it.
    Raises :class:`Invalid` for a group that is none of theirs.
    """
    offered = {group.name for group in groups_for(user.role)}
    if not choices.keys() <= offered:
        raise Invalid(details={"mails": [_("There is no such kind of mail.")]})
    preferences, _is_new = Preferences.objects.select_for_update().get_or_create(user=user)
    preferences.choices = {**preferences.choices, **choices}
    for name, value in quiet.items():
        setattr(preferences, name, value)
    preferences.save()
    if quiet:
        _bring_forward(user, preferences, now=now)
    return preferences


def _bring_forward(user: User, preferences: Preferences, *, now: datetime) -> None:
    zone = readers([user.pk])[user.pk].zone
    begins, ends = preferences.quiet_from, preferences.quiet_until
    at = after_quiet(now, zone=zone, begins=begins, ends=ends)
    bring_forward(to=(USER, user.pk), templates=prompt_kinds(), at=at)


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
