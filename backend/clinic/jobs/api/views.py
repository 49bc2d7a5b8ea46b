"""``/api/jobs/``: for who has started one, and admins."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.views import ScopedViewSet
from clinic.jobs.api.serializers import JobOut
from clinic.jobs.models import Job
from clinic.jobs.services.asking import cancel_job


class Jobs(ScopedViewSet[Job]):
    """One's own slow work."""

    model = Job
    not_journalled = "numbers and ids of work that one has started oneself"
    serializer_class = JobOut
    ordering = ("-id",)

    @extend_schema(responses=JobOut(many=True))
    def list(self, request: Request) -> Response:
        """Return one's own jobs, newest first; all for an admin."""
        return self.listed(self.filter_queryset(self.get_queryset()))

    @extend_schema(responses=JobOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Return how far a job is."""
        return Response(JobOut(self.get_object()).data)

    @extend_schema(request=None, responses=JobOut)
    def cancel(self, request: Request, pk: str) -> Response:
        """Cancel a job: at once while it waits, else at its next step."""
        job = cancel_job(job_id=self.get_object().pk, now=timezone.now())
        return Response(JobOut(job).data)
