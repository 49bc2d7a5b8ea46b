"""Reads of notifications."""

from typing import Any

from django.db.models import QuerySet

from clinic.notifications.models import Notification
from clinic.notifications.texts import text_of, title_of
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
