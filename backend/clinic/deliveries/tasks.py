"""The sender: every few seconds by beat, and at once after a commit. On a queue of its own, so that
a mail server that hangs holds up no live frame."""

from datetime import timedelta
from typing import Final

from celery import shared_task
from django.utils import timezone

from clinic.deliveries.services import owing, sending

# How long a finished delivery can be seen, and its key keeps a second one away.
KEPT: Final = timedelta(days=90)
# Then the queue's next turn comes: a worker that is told to stop need not wait for all there is.
MOST_CLAIMS: Final = 20


@shared_task(name="deliveries.send")
def send(**_ignored: object) -> None:
    """Send what is due; leave the rest to another turn after many, or when nobody is reached."""
    owing.bell.hush()
    for _turn in range(MOST_CLAIMS):
        claimed = sending.claim_some(now=timezone.now())
        if not claimed:
            return
        if not sending.send_claimed(claimed, clock=timezone.now):
            return
    owing.bell.ring()


@shared_task(name="deliveries.forget_old")
def forget_old(**_ignored: object) -> None:
    """Delete deliveries that were finished long ago."""
    owing.forget_finished(before=timezone.now() - KEPT)
