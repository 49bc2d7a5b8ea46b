"""The relay's job: every few seconds by beat, and at once after a commit."""

import time
from datetime import timedelta
from typing import Final

from celery import shared_task
from django.utils import timezone

from clinic.outbox import services

KEPT: Final = timedelta(days=14)
# Nobody sees that a frame comes so much later, and what is booked meanwhile goes with it: one turn
# for ten bookings costs a quarter of what ten turns do.
GATHERING_SECONDS: Final = 0.1


@shared_task(name="outbox.relay")
def relay(**_ignored: object) -> None:
    """Relay what is owed; after a full batch leave the rest to another turn."""
    time.sleep(GATHERING_SECONDS)
    services.bell.hush()
    if services.relay(now=timezone.now()) == services.BATCH:
        services.bell.ring()


@shared_task(name="outbox.forget_old")
def forget_old(**_ignored: object) -> None:
    """Delete events that were relayed long ago."""
    services.forget_relayed(before=timezone.now() - KEPT)
