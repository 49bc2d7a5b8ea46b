"""The workers: every few seconds by beat, and at once after a commit; on the queue ``slow``.

On the embedded default each turn is a process of its own, beside the one that serves: forty seconds
of work in the same one would delay every live frame.
"""

from datetime import timedelta
from typing import Final

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from clinic.jobs import child
from clinic.jobs.services import asking, running

# How long an ended job can be seen.
KEPT: Final = timedelta(days=30)


@shared_task(name="jobs.run")
def run(**_ignored: object) -> None:
    """Do one job; when more wait, let another worker come."""
    asking.bell.hush()
    if not running.is_something_due(now=timezone.now()):
        return
    if settings.JOBS_IN_CHILD:
        child.run_waiting()
    else:
        running.run_next(clock=timezone.now)
    if running.is_something_due(now=timezone.now()):
        asking.bell.ring()


@shared_task(name="jobs.forget_old")
def forget_old(**_ignored: object) -> None:
    """Delete jobs that ended long ago."""
    asking.forget_finished(before=timezone.now() - KEPT)
