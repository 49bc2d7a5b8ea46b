"""Supervision of jobs: what waits, runs and failed."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.common.admin import ReadOnlyAdmin
from clinic.jobs.models import Job
from clinic.jobs.services.asking import JobFinished, cancel_job, take_up_again


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Read, cancel, and let what has failed be taken up again."""

    list_display = (
        "id",
        "kind",
        "state",
        "progress",
        "started_by",
        "asked_at",
        "attempts",
        "error",
    )
    list_filter = ("state", "kind")
    list_select_related = ("started_by",)
    search_fields = ("=id", "kind", "key", "started_by__username")
    ordering = ("-id",)
    actions = ("cancel_chosen", "take_chosen_up_again")

    @admin.display(description=_("Progress"))
    def progress(self, job: Job) -> str:
        """Return the steps done, of all."""
        return f"{job.done} / {job.total}" if job.total else "–"

    def has_supervise_permission(self, request: HttpRequest) -> bool:
        """Whoever may see them."""
        return bool(request.user.is_staff)

    @admin.action(description=_("Cancel the chosen jobs"), permissions=["supervise"])
    def cancel_chosen(self, request: HttpRequest, chosen: QuerySet[Job]) -> None:
        """Cancel those that have not ended."""
        cancelled = sum(self._cancel(job) for job in chosen)
        self.message_user(request, _("Jobs cancelled: %(count)d.") % {"count": cancelled})

    def _cancel(self, job: Job) -> bool:
        try:
            cancel_job(job_id=job.pk, now=timezone.now())
        except JobFinished:
            return False
        return True

    @admin.action(description=_("Take the chosen jobs up again"), permissions=["supervise"])
    def take_chosen_up_again(self, request: HttpRequest, chosen: QuerySet[Job]) -> None:
        """Let failed and cancelled ones wait anew."""
        ids = list(chosen.values_list("pk", flat=True))
        count = take_up_again(job_ids=ids, now=timezone.now())
        self.message_user(request, _("To be done again: %(count)d.") % {"count": count})
