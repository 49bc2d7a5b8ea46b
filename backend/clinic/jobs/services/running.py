"""Claiming a job and doing it, in a process that may die at any moment.

A claim is a committed lease, renewed by a thread while its process lives. Nothing is noted of a job
whose claim is another worker's by now.
"""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

import structlog
from django.db import connection, transaction
from django.db.models import QuerySet

from clinic.jobs.lifecycle import LEASE, MOST_ATTEMPTS, RENEWED_EVERY, State, pause_after
from clinic.jobs.models import Job
from clinic.jobs.registry import Cancelled, work_of
from clinic.jobs.services.asking import bell

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]

# Steps may be quick: no more writes than this.
NOTED_EVERY_SECONDS: Final = 0.5


@transaction.atomic
def claim_next(*, now: datetime) -> Job | None:
    """Return the next job that is due, claimed for ``LEASE``; None when there is none.

    One whose workers have died too often has failed, one that was to be cancelled is.
    """
    # SQLite has no row locks: its write transaction is the claim.
    can_skip = connection.features.has_select_for_update_skip_locked
    for job in Job.objects.due(now).select_for_update(skip_locked=can_skip):
        if job.cancel_requested_at is not None:
            _end(job, now=now, state=State.CANCELLED)
        elif job.attempts >= MOST_ATTEMPTS:
            log.error("jobs.failed", job_id=job.pk, kind=job.kind, error="its workers died")
            _end(job, now=now, state=State.FAILED, error="its workers died")
        else:
            job.state, job.attempts = State.RUNNING, job.attempts + 1
            job.claim, job.claimed_until = uuid.uuid4(), now + LEASE
            job.save(update_fields=["state", "attempts", "claim", "claimed_until"])
            return job
    return None


def is_something_due(*, now: datetime) -> bool:
    """Return whether :func:`claim_next` would find a job."""
    return Job.objects.due(now).exists()


def run_next(*, clock: Clock) -> bool:
    """Do the next job; return whether there was one. While it runs, others come for the rest."""
    job = claim_next(now=clock())
    if job is None:
        return False
    if is_something_due(now=clock()):
        bell.ring()
    run_claimed(job, clock=clock)
    return True


def run_claimed(job: Job, *, clock: Clock) -> None:
    """Do a job that :func:`claim_next` returned, and note what became of it.

    When the process is told to stop meanwhile, the job waits again for another one.
    """
    running = Running(job)
    try:
        with _renewing(job, clock=clock):
            result = work_of(job.kind)(running)
            # The last step may have been told to stop, too.
            running.note()
    except Cancelled:
        _end(job, now=clock(), state=State.CANCELLED)
    except Exception as error:
        # Whatever the work may raise: the job is tried again, and has failed at last.
        log.exception("jobs.fault", job_id=job.pk, kind=job.kind)
        _try_again(job, now=clock(), error=type(error).__name__)
    except BaseException:
        # The process is told to stop: another one goes on at once.
        _give_back(job, now=clock())
        raise
    else:
        _end(job, now=clock(), state=State.DONE, result=dict(result))


class Running:
    """A :class:`~clinic.jobs.registry.Run`."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.arguments = job.arguments
        self.checkpoint = job.checkpoint
        self._noted_at = time.monotonic()

    def progress(self, done: int, total: int, **checkpoint: int) -> None:
        """Note how far it is; raise Cancelled when it is to stop."""
        self.job.done, self.job.total = done, total
        self.job.checkpoint = self.job.checkpoint | checkpoint
        if time.monotonic() - self._noted_at >= NOTED_EVERY_SECONDS:
            self._noted_at = time.monotonic()
            self.note()

    def note(self) -> None:
        """Write down how far it is. Raises Cancelled."""
        job = self.job
        noted = _own(job).update(done=job.done, total=job.total, checkpoint=job.checkpoint)
        if not noted or _own(job).filter(cancel_requested_at__isnull=False).exists():
            raise Cancelled


@contextmanager
def _renewing(job: Job, *, clock: Clock) -> Iterator[None]:
    """Renew the claim from a thread of its own, for as long as the process lives."""
    over = threading.Event()

    def renew() -> None:
        try:
            while not over.wait(RENEWED_EVERY.total_seconds()):
                _own(job).update(claimed_until=clock() + LEASE)
        finally:
            connection.close()

    thread = threading.Thread(target=renew, name=f"job-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _own(job: Job) -> QuerySet[Job]:
    """Return the job, as long as this claim holds it."""
    return Job.objects.filter(pk=job.pk, claim=job.claim)


def _end(job: Job, *, now: datetime, state: State, **changes: Any) -> None:
    _own(job).update(state=state, finished_at=now, claim=None, claimed_until=None, **changes)


def _try_again(job: Job, *, now: datetime, error: str) -> None:
    if job.attempts >= MOST_ATTEMPTS:
        log.error("jobs.failed", job_id=job.pk, kind=job.kind, error=error)
        _end(job, now=now, state=State.FAILED, error=error)
        return
    _own(job).update(
        state=State.WAITING,
        not_before=now + pause_after(job.attempts),
        claim=None,
        claimed_until=None,
        error=error,
    )


def _give_back(job: Job, *, now: datetime) -> None:
    """Let the job wait again; it costs no attempt."""
    _own(job).update(
        state=State.WAITING,
        attempts=job.attempts - 1,
        not_before=now,
        claim=None,
        claimed_until=None,
        done=job.done,
        total=job.total,
        checkpoint=job.checkpoint,
    )
