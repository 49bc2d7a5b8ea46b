"""Reads of notifications."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, QuerySet

from clinic.doctors.models import Doctor
from clinic.notifications.kinds import text_of, title_of
from clinic.notifications.models import Notification, Preferences
from clinic.users.models import User

COLUMNS = ("id", "kind", "data", "link", "created_at", "read_at")


def notifications_of(viewer: User) -> QuerySet[Notification, dict[str, Any]]:
    """Return the viewer's notifications as flat rows."""
    rows: QuerySet[Notification, dict[str, Any]] = Notification.objects.visible_to(viewer).values(
        *COLUMNS
    )
    return rows


def unread_count(user_id: int) -> int:
    """Return how many notifications the person has not read."""
    return Notification.objects.unread().filter(recipient_id=user_id).count()


def unread_counts(user_ids: Iterable[int]) -> dict[int, int]:
    """Return for each person how many notifications they have not read; one query."""
    counted = (
        Notification.objects.unread()
        .filter(recipient__in=user_ids)
        .values_list("recipient")
        .annotate(Count("pk"))
    )
    return dict(counted)


def preferences_of(viewer: User) -> Preferences:
    """Return what the viewer has chosen, or what is usual."""
    return Preferences.objects.visible_to(viewer).first() or Preferences(user=viewer)


class Reader(NamedTuple):
    """Somebody who is mailed: what they have chosen, and whose clock they go by."""

    preferences: Preferences
    zone: str


def readers(user_ids: Iterable[int]) -> dict[int, Reader]:
    """Return the people of these ids; two queries."""
    ids = set(user_ids)
    chosen = Preferences.objects.in_bulk(ids)
    zones = dict(Doctor.objects.filter(user__in=ids).values_list("user_id", "time_zone"))
    return {
        user_id: Reader(
            chosen.get(user_id) or Preferences(user_id=user_id),
            zones.get(user_id, settings.CLINIC_TIME_ZONE),
        )
        for user_id in ids
    }


def notification_shape(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as the API shows it, in the active language."""
    return {
        "id": row["id"],
        "kind": row["kind"],
        "title": title_of(row["kind"]),
        "text": text_of(row["kind"], row["data"]),
        "link": row["link"],
        "created_at": row["created_at"],
        "read_at": row["read_at"],
    }
