"""Asking for a job in the transaction of what it follows from; cancelling, and taking up again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Conflict
from clinic.common.waking import Bell
from clinic.jobs.lifecycle import STOPPED, UNFINISHED, State
from clinic.jobs.models import Job
from clinic.jobs.registry import work_of

bell: Final = Bell("jobs")


class JobFinished(Conflict):
    """There is nothing left to cancel (API: 409)."""

    code = "job_finished"
    sentence = _("This job has already ended.")


def ask_for(
    kind: str,
    *,
    now: datetime,
    arguments: Mapping[str, Any] | None = None,
    by: Any = None,
    key: str = "",
) -> Job:
    """Keep a job to be done; with a ``key``, return the unfinished one that has it already.

    ``by`` is the account that may watch and cancel it. Raises RuntimeError outside a transaction,
    and LookupError for a kind that nobody registered.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{kind}: jobs are asked for inside the change's transaction")
    work_of(kind)
    job = Job(
        kind=kind,
        arguments=dict(arguments or {}),
        key=key,
        started_by=by,
        not_before=now,
        asked_at=now,
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        if not key:
            raise
        return Job.objects.unfinished().get(key=key)
    bell.ring_after_commit()
    return job


@transaction.atomic
def cancel_job(*, job_id: int, now: datetime) -> Job:
    """Cancel a job: at once while it waits; one that runs stops at its next step.

    Raises :class:`JobFinished`.
    """
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.state not in UNFINISHED:
        raise JobFinished
    job.cancel_requested_at = job.cancel_requested_at or now
    if job.state == State.WAITING:
        job.state, job.finished_at = State.CANCELLED, now
    job.save(update_fields=["cancel_requested_at", "state", "finished_at"])
    return job


@transaction.atomic
def take_up_again(*, job_ids: list[int], now: datetime) -> int:
    """Let failed and cancelled jobs wait anew, from where they came to; return how many.

    One whose key another unfinished job has by now stays as it is.
    """
    keys = Job.objects.unfinished().exclude(key="").values("key")
    stopped = Job.objects.filter(pk__in=job_ids, state__in=STOPPED).exclude(key__in=keys)
    # Of several stopped ones with the same key the newest.
    newest = {job.key or f"#{job.pk}": job.pk for job in stopped.order_by("pk")}
    count = Job.objects.filter(pk__in=newest.values()).update(
        state=State.WAITING,
        attempts=0,
        not_before=now,
        cancel_requested_at=None,
        finished_at=None,
        error="",
    )
    bell.ring_after_commit()
    return count


def forget_finished(*, before: datetime) -> int:
    """Delete jobs that ended before that instant; return how many."""
    count, _by_model = Job.objects.filter(finished_at__lt=before).delete()
    return count
