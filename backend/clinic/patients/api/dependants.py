"""``/api/dependants/``: for whom the caller books (API.md)."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from clinic.common.api.people import user_of
from clinic.common.api.permissions import only
from clinic.common.api.throttles import ByAccount
from clinic.common.api.views import ConditionalMixin, ScopedViewSet
from clinic.patients.api.serializers import DependantIn, DependantOut
from clinic.patients.models import Guardian
from clinic.patients.services import dependants
from clinic.users.roles import Role


@extend_schema_view(
    list=extend_schema(responses=DependantOut(many=True)),
    retrieve=extend_schema(responses=DependantOut),
    partial_update=extend_schema(request=DependantIn, responses=DependantOut),
    destroy=extend_schema(responses={204: None}),
)
class DependantViewSet(ConditionalMixin, ScopedViewSet[Guardian]):
    """Children and others for whom a patient acts."""

    model = Guardian
    serializer_class = DependantOut
    permission_classes = [only(Role.PATIENT)]
    ordering = ("id",)
    not_journalled = "for whom the caller acts"
    whose = "patient_id"
    # Whoever is taken off again leaves their record.
    throttle_scope = "dependant"

    def get_throttles(self) -> list[Any]:
        """Count who is added."""
        return [ByAccount()] if self.action == "create" else []

    def get_queryset(self) -> QuerySet[Guardian]:
        """Read the person with the guardianship; who acts for the caller is elsewhere."""
        own = super().get_queryset().filter(user=self.request.user.pk)
        return own.select_related("patient__user")

    def list(self, request: Request) -> Response:
        """List those for whom the caller acts today."""
        return self.listed(self.filter_queryset(self.get_queryset()))

    @extend_schema(request=DependantIn, responses={201: DependantOut})
    def create(self, request: Request) -> Response:
        """Add somebody; their record is made with it."""
        sent = DependantIn(data=request.data)
        sent.is_valid(raise_exception=True)
        fields: dict[str, Any] = sent.validated_data
        kind = fields.pop("kind")
        added = dependants.add_dependant(
            by=user_of(request),
            person=dependants.Person(**fields),
            kind=kind,
            now=timezone.now(),
            today=timezone.localdate(),
        )
        return Response(DependantOut(added).data, status=201)

    def get_serializer(self, *args: Any, **kwargs: Any) -> BaseSerializer[Any]:
        """Return the serializer of what is sent, or of what is shown."""
        if "data" in kwargs:
            return DependantIn(*args, **kwargs)
        return super().get_serializer(*args, **kwargs)

    def perform_update(self, serializer: Any) -> Any:
        """Call the service."""
        dependants.change_dependant(
            guardian=serializer.instance,
            changes=serializer.validated_data,
            today=timezone.localdate(),
        )

    def perform_destroy(self, instance: Guardian) -> None:
        """Act for them no more; their record stays."""
        by = user_of(self.request)
        dependants.give_up(guardian=instance, by=by, today=timezone.localdate())
