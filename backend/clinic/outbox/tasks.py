"""The relay's job: every few seconds by beat, and at once after a commit."""

from datetime import timedelta
from typing import Final

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from clinic.outbox import services

KEPT: Final = timedelta(days=14)
ASKED: Final = "outbox.relay_asked"
ASKED_SECONDS: Final = 5


def wake() -> None:
    """Ask a worker to relay, unless one was asked that has not begun yet.

    Call it after the commit: whoever has been asked and has not begun will see the event.
    """
    if cache.add(ASKED, True, timeout=ASKED_SECONDS):  # noqa: FBT003  # the cache's own signature
        relay.delay()


@shared_task(name="outbox.relay")
def relay(**_ignored: object) -> None:
    """Relay what is owed; after a full batch leave the rest to another turn."""
    # Before reading: an event that is committed later asks again.
    cache.delete(ASKED)
    if services.relay(now=timezone.now()) == services.BATCH:
        wake()


@shared_task(name="outbox.forget_old")
def forget_old(**_ignored: object) -> None:
    """Delete events that were relayed long ago."""
    services.forget_relayed(before=timezone.now() - KEPT)
