"""The relay's job: every few seconds by beat, and at once after a commit."""

from datetime import timedelta
from typing import Final

from celery import shared_task
from django.utils import timezone

from clinic.outbox import services

KEPT: Final = timedelta(days=14)


@shared_task(name="outbox.relay")
def relay(**_ignored: object) -> None:
    """Relay what is owed; after a full batch leave the rest to another turn."""
    services.bell.hush()
    if services.relay(now=timezone.now()) == services.BATCH:
        services.bell.ring()


@shared_task(name="outbox.forget_old")
def forget_old(**_ignored: object) -> None:
    """Delete events that were relayed long ago."""
    services.forget_relayed(before=timezone.now() - KEPT)
