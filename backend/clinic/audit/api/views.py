"""``/api/audit/`` (API.md): who saw and changed whose data, for admins."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.audit.api.filters import AuditFilter
from clinic.audit.api.serializers import AuditEntryOut
from clinic.audit.models import AuditEntry
from clinic.common.api.permissions import only
from clinic.common.api.views import ScopedViewSet


class AuditEntries(ScopedViewSet[AuditEntry]):
    """The journal, newest first. Nothing in it can be changed."""

    model = AuditEntry
    serializer_class = AuditEntryOut
    filterset_class = AuditFilter
    permission_classes = [only("ADMIN")]
    ordering = ("-id",)
    not_journalled = "the journal itself"
    columns = (
        "id",
        "at",
        "actor_id",
        "actor__username",
        "role",
        "address",
        "action",
        "subject",
        "route",
        "objects_seen",
        "patients",
        "reason",
    )

    @extend_schema(responses=AuditEntryOut(many=True))
    def list(self, request: Request) -> Response:
        """List entries."""
        return self.listed(self.filter_queryset(self.get_queryset()).values(*self.columns))

    def shaped(self, rows: Any) -> Any:
        """Name the actor and the objects."""
        shapes = []
        for row in rows:
            name = row.pop("actor__username")
            actor_id = row.pop("actor_id")
            actor = {"id": actor_id, "name": name or ""} if actor_id else None
            shapes.append({**row, "actor": actor, "objects": row.pop("objects_seen")})
        return shapes
