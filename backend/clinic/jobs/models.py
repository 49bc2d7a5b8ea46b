"""Jobs: one row for each piece of slow work."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.common.scoping import ScopedQuerySet
from clinic.jobs.lifecycle import UNFINISHED, State


class JobQuerySet(ScopedQuerySet["Job"]):
    """Slow work, as whoever started it and admins see it."""

    def for_admin(self, _viewer: Any, /) -> Self:
        """Return all: admins supervise them. They hold ids and numbers."""
        return self.all()

    def for_doctor(self, viewer: Any, /) -> Self:
        """Return what the doctor has started."""
        return self.filter(started_by=viewer.pk)

    def for_patient(self, viewer: Any, /) -> Self:
        """Return what the patient has started."""
        return self.filter(started_by=viewer.pk)

    def unfinished(self) -> Self:
        """Return what waits or runs."""
        return self.filter(state__in=UNFINISHED)

    def due(self, now: datetime) -> Self:
        """Return what may be claimed at ``now``, oldest first: what waits, and what a dead worker
        left. The partial index ``unfinished_job`` serves this."""
        given_up = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.unfinished().filter(given_up, not_before__lte=now).order_by("not_before", "id")


class Job(models.Model):
    """Slow work that somebody, or the timetable, has asked for. Ids and numbers only."""

    kind = models.CharField(_("kind"), max_length=60)
    arguments = models.JSONField(_("arguments"), default=dict, blank=True)
    # Of unfinished jobs no two have the same; empty ones do not count.
    key = models.CharField(_("key"), max_length=100, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    not_before = models.DateTimeField(_("not before"))
    # Which claim it is, so that a worker that was thought dead writes nothing any more.
    claim = models.UUIDField(null=True, blank=True, editable=False)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    total = models.PositiveIntegerField(_("steps in all"), default=0)
    checkpoint = models.JSONField(_("checkpoint"), default=dict, blank=True)
    cancel_requested_at = models.DateTimeField(_("cancel asked at"), null=True, blank=True)
    result = models.JSONField(_("result"), default=dict, blank=True)
    error = models.CharField(_("last error"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            # Read by the workers, every few seconds.
            models.Index(
                fields=["not_before", "id"],
                name="unfinished_job",
                condition=Q(state__in=["waiting", "running"]),
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="job_state"),
            models.CheckConstraint(
                condition=Q(state="running", claim__isnull=False, claimed_until__isnull=False)
                | ~Q(state="running") & Q(claim=None, claimed_until=None),
                name="job_claim_has_an_end",
            ),
            models.UniqueConstraint(
                fields=["key"],
                name="one_unfinished_job_per_key",
                condition=Q(state__in=["waiting", "running"]) & ~Q(key=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"
