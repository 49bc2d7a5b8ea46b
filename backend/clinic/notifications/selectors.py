"""Reads of notifications."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from clinic.notifications.kinds import text_of, title_of
from clinic.notifications.models import Notification
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
