"""``/api/patients/me/accesses/``: who opened the caller's data, or those of whom they act for."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.audit.models import AuditEntry
from clinic.common.api.people import user_of
from clinic.common.api.permissions import only
from clinic.common.api.views import ScopedViewSet
from clinic.patients.api.serializers import OwnAccessOut
from clinic.patients.models import Patient, name_of
from clinic.users.roles import Role

ENTRY = ("id", "at", "action", "role", "subject", "route", "reason")
# By relation only: this app does not know the doctors'.
DOCTORS_NAME = ("actor__doctor__title", "actor__doctor__first_name", "actor__doctor__last_name")
PATIENTS_NAME = ("actor__patient__first_name", "actor__patient__last_name", "actor__username")
# What was done says more than the model that it was done to.
SAID_AS = {
    "care-emergency": "EmergencyAccess",
    "patients-find": "PatientLookup",
    "patient-code": "PatientCode",
    "patient-merge": "FormerRecord",
}
# Inside a view set, ``list`` is the action.
Rows = list[Any]


class OfWhomIn(serializers.Serializer[Any]):
    """Whose accesses are asked for: the caller's own without."""

    patient = serializers.IntegerField(min_value=1, max_value=2**62, required=False)


class OwnAccesses(ScopedViewSet[AuditEntry]):
    """Who saw and changed the data of the caller, or of whom they act for, newest first."""

    model = AuditEntry
    serializer_class = OwnAccessOut
    permission_classes = [only(Role.PATIENT)]
    ordering = ("-id",)
    not_journalled = "the journal itself"
    query_parameters = ("patient",)

    def get_queryset(self) -> QuerySet[AuditEntry]:
        """Return what the journal says of the patient. Raises DoesNotExist for a stranger."""
        if getattr(self, "swagger_fake_view", False):
            return AuditEntry.objects.none()
        sent = OfWhomIn(data=self.request.query_params.dict())
        sent.is_valid(raise_exception=True)
        user: Any = user_of(self.request)
        asked = sent.validated_data.get("patient", user.patient.pk)
        patient = Patient.objects.visible_to(user).get(pk=asked)
        # Of somebody with an account of their own this is a read like any other.
        self.touched([], patients=[patient.pk])
        return AuditEntry.objects.about_patient(patient.pk)

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "patient",
                OpenApiTypes.INT,
                description="For whom the caller acts; else the caller.",
            )
        ],
        responses=OwnAccessOut(many=True),
    )
    def list(self, request: Request) -> Response:
        """List accesses."""
        rows = self.filter_queryset(self.get_queryset())
        names = (*DOCTORS_NAME, *PATIENTS_NAME)
        return self.listed(rows.values(*ENTRY, *names))

    def shaped(self, rows: Rows) -> Rows:
        """Name the doctor, or who acts for the patient; who runs the clinic has no name here."""
        return [
            {
                "at": row["at"],
                "who": _who(row),
                "action": row["action"],
                "subject": SAID_AS.get(row["route"], row["subject"]),
                "reason": row["reason"],
            }
            for row in rows
        ]


def _who(row: dict[str, Any]) -> str:
    if row["role"] == Role.PATIENT:
        return name_of(*(row[name] or "" for name in PATIENTS_NAME))
    return " ".join(row[name] for name in DOCTORS_NAME if row[name]) or _("The clinic")
