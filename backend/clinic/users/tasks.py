"""Cleaning up."""

from datetime import timedelta
from typing import Final

from celery import shared_task
from django.utils import timezone

from clinic.users.services import sessions

KEPT: Final = timedelta(days=7)


@shared_task(name="users.forget_old_sessions")
def forget_old_sessions(**_ignored: object) -> None:
    """Delete sessions that expired long ago."""
    sessions.forget_old_sessions(before=timezone.now() - KEPT)
