"""``/api/exceptions/`` (R2 ``MedecinException``)."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from clinic.common.api.moments import exactly
from clinic.common.api.permissions import only
from clinic.common.api.views import ScopedViewSet
from clinic.doctors.models import Doctor
from clinic.slots.api.filters import ExceptionFilter
from clinic.slots.api.serializers import ExceptionChanged, ExceptionOut
from clinic.slots.api.views.owning import ReportsConflicts, doctor_for
from clinic.slots.models import Absence
from clinic.slots.registry import conflicts
from clinic.slots.services import absences
from clinic.users.roles import Role


@extend_schema_view(
    list=extend_schema(responses=ExceptionOut(many=True)),
    retrieve=extend_schema(responses=ExceptionOut),
    update=extend_schema(request=ExceptionOut, responses=ExceptionChanged),
    partial_update=extend_schema(request=ExceptionOut, responses=ExceptionChanged),
    destroy=extend_schema(responses={204: None}),
)
class ExceptionViewSet(ReportsConflicts, ScopedViewSet[Absence]):
    """Absences: a doctor's own; their reasons are nobody else's business."""

    model = Absence
    not_journalled = "a calendar shows nobody's data"
    serializer_class = ExceptionOut
    filterset_class = ExceptionFilter
    permission_classes = [only(Role.DOCTOR, Role.ADMIN)]
    ordering = ("start_at", "id")

    def list(self, request: Request) -> Response:
        """List the absences."""
        return self.listed(self.filter_queryset(self.get_queryset()))

    @extend_schema(request=ExceptionOut, responses={201: ExceptionChanged})
    def create(self, request: Request) -> Response:
        """Add an absence; slots give way at once."""
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        doctor = doctor_for(request, sent.validated_data.pop("doctor_id", None))
        absence = absences.create_absence(
            doctor_id=doctor.pk,
            fields=_placed(sent.validated_data, doctor),
            now=timezone.now(),
        )
        return Response(self._with_conflicts(absence), status=201)

    def perform_update(self, serializer: BaseSerializer[Any]) -> Any:
        """Change the absence; it stays the same doctor's."""
        instance: Any = serializer.instance
        serializer.validated_data.pop("doctor_id", None)
        absence = absences.change_absence(
            absence=instance,
            fields=_placed(serializer.validated_data, instance.doctor),
            now=timezone.now(),
        )
        return self._with_conflicts(absence)

    def perform_destroy(self, instance: Absence) -> None:
        """Delete the absence."""
        absences.delete_absence(absence=instance, now=timezone.now())

    def _with_conflicts(self, absence: Absence) -> dict[str, Any]:
        found = conflicts().conflicts_of(absence.doctor_id, now=timezone.now())
        return {**self.get_serializer(absence).data, "conflicts": self.noted(found)}


def _placed(fields: dict[str, Any], doctor: Doctor) -> dict[str, Any]:
    """Return the fields with naive instants read by the doctor's clock. Raises NoSuchTime."""
    named = {"start_at": "start_datetime", "end_at": "end_datetime"}
    moments = {
        name: exactly(fields[name], doctor.zone, field=field)
        for name, field in named.items()
        if name in fields
    }
    return fields | moments
