"""One notification of Dr. Cho."""

from typing import Any

from django.utils import timezone

from clinic.notifications.models import Notification
from clinic.users.models import User


def add(world: dict[str, Any], cast: dict[str, User]) -> None:
    """Add ``note``."""
    world["note"] = Notification.objects.create(
        recipient=cast["dr_cho"],
        kind="account_approved",
        created_at=timezone.now(),
        event_id=1,
    ).pk
