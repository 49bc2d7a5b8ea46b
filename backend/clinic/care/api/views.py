"""``/api/care/``: who treats whom."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.care.api.filters import CareFilter
from clinic.care.api.serializers import (
    BY_ITSELF,
    SCOPES,
    CareOut,
    EmergencyIn,
    EmergencyOut,
    EndIn,
)
from clinic.care.models import CareRelation
from clinic.care.policies import Basis, Closer
from clinic.care.services.emergencies import open_in_emergency
from clinic.care.services.relations import end_relation
from clinic.common.api.people import user_of
from clinic.common.api.permissions import only
from clinic.common.api.throttles import ByAccount
from clinic.common.api.views import ScopedViewSet
from clinic.common.errors import Forbidden
from clinic.doctors.models import name_of as doctor_name
from clinic.patients.models import name_of as patient_name
from clinic.users.roles import Role

# Inside a view set, ``list`` is the action.
Rows = list[Any]
CLOSERS: Final = {Role.PATIENT.value: Closer.PATIENT, Role.ADMIN.value: Closer.ADMIN}


class CareViewSet(ScopedViewSet[CareRelation]):
    """Reads flat rows; answers them in the API's shape."""

    model = CareRelation
    serializer_class = CareOut
    whose = "patient_id"
    columns = (
        "id",
        "doctor_id",
        "doctor__title",
        "doctor__first_name",
        "doctor__last_name",
        "patient_id",
        "patient__first_name",
        "patient__last_name",
        "patient__user__username",
        "scope",
        "basis",
        "earned",
        "emergency_until",
        "since",
        "last_contact_at",
        "ended_at",
        "is_closed",
        "closed_at",
        "closed_by",
    )

    def answer(self, relation_id: int) -> dict[str, Any]:
        """Return one relation as it now stands."""
        rows = list(CareRelation.objects.filter(pk=relation_id).values(*self.columns))
        self.touched(rows)
        shape: dict[str, Any] = self.shaped(rows)[0]
        return shape

    def shaped(self, rows: Rows) -> Rows:
        """Name the people, and who ended it."""
        now = timezone.now()
        return [
            {
                "id": row["id"],
                "doctor": {
                    "id": row["doctor_id"],
                    "name": doctor_name(
                        row["doctor__title"], row["doctor__first_name"], row["doctor__last_name"]
                    ),
                },
                "patient": {
                    "id": row["patient_id"],
                    "name": patient_name(
                        row["patient__first_name"],
                        row["patient__last_name"],
                        row["patient__user__username"] or "",
                    ),
                },
                "scope": SCOPES[row["scope"]],
                "basis": row["basis"],
                "since": row["since"],
                "last_contact": row["last_contact_at"],
                "ended_at": row["closed_at"] if _is_closed(row) else row["ended_at"],
                "ended_by": _ended_by(row),
            }
            for row in (as_of(now, row) for row in rows)
        ]


class CareRelations(CareViewSet):
    """Who treats whom: all for admins, doctors' own open ones, patients' own."""

    filterset_class = CareFilter
    ordering = ("-id",)

    @extend_schema(responses=CareOut(many=True))
    def list(self, request: Request) -> Response:
        """List who treats whom, the newest first."""
        return self.listed(self.filter_queryset(self.get_queryset()).values(*self.columns))

    @extend_schema(request=EndIn, responses=CareOut)
    def end(self, request: Request, pk: str) -> Response:
        """Close the record: its patient withdraws it, or an admin closes it.

        Appointments stay, and with them who the patient is. Repeated, nothing changes.
        """
        relation = self.get_queryset().get(pk=pk)
        closer = CLOSERS.get(user_of(request).role)
        if closer is None:
            raise Forbidden
        sent = EndIn(data=request.data)
        sent.is_valid(raise_exception=True)
        end_relation(relation=relation, by=closer, now=timezone.now(), **sent.validated_data)
        return Response(self.answer(relation.pk))


class Emergencies(CareViewSet):
    """``POST /api/care/emergency/``."""

    permission_classes = [only(Role.DOCTOR)]
    throttle_classes = [ByAccount]
    throttle_scope = "emergency"

    @extend_schema(request=EmergencyIn, responses={201: EmergencyOut})
    def create(self, request: Request) -> Response:
        """Open a record in an emergency, for some hours; the patient's side and the admins are
        told at once, with the reason."""
        sent = EmergencyIn(data=request.data)
        sent.is_valid(raise_exception=True)
        self.reason = sent.validated_data["reason"]
        relation = open_in_emergency(
            by=user_of(request),
            patient_id=sent.validated_data["patient"],
            reason=self.reason,
            hours=settings.CARE_EMERGENCY_HOURS,
            now=timezone.now(),
        )
        return Response({**self.answer(relation.pk), "until": relation.emergency_until}, status=201)


def as_of(now: datetime, row: dict[str, Any]) -> dict[str, Any]:
    """Return the row as it is, whether or not an emergency that is over was tidied up yet."""
    until = row["emergency_until"]
    if row["basis"] != Basis.EMERGENCY or row["ended_at"] or until is None or until > now:
        return row
    if row["earned"]:
        return {**row, "scope": row["earned"], "basis": Basis.APPOINTMENT}
    return {**row, "ended_at": until}


def _is_closed(row: Any) -> bool:
    """Return whether it was closed on purpose and no emergency has opened it since."""
    is_emergency = row["basis"] == Basis.EMERGENCY and row["ended_at"] is None
    return row["is_closed"] and not is_emergency


def _ended_by(row: Any) -> str | None:
    if _is_closed(row):
        return str(row["closed_by"])
    return BY_ITSELF if row["ended_at"] else None
