"""``/api/patients/{id}/merge/``: two records of one person, side by side, and made one."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.permissions import only
from clinic.common.api.views import ScopedViewSet
from clinic.patients.models import Patient
from clinic.patients.registry import Merge, obstacles_of, references
from clinic.patients.services.merging import FIELDS, KEPT, OTHER, differing, merge_patients
from clinic.users.roles import Role

COUNTED = {
    "appointments": "appointments.Appointment.patient",
    "relations": "care.CareRelation.patient",
    "guardians": "patients.Guardian.patient",
}


class CountsOut(serializers.Serializer[Any]):
    """What refers to a record."""

    appointments = serializers.IntegerField()
    relations = serializers.IntegerField(help_text="Open ones.")
    guardians = serializers.IntegerField(help_text="Who acts for the patient today.")


class SideOut(serializers.Serializer[Any]):
    """One of the two records."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    birth_date = serializers.DateField(allow_null=True)
    sex = serializers.CharField()
    phone = serializers.CharField()
    email = serializers.CharField(help_text="As the practice wrote it down.")
    address = serializers.CharField()
    city = serializers.CharField()
    account = serializers.CharField(
        source="user.email", default=None, help_text="The account's e-mail; none without one."
    )
    counts = serializers.SerializerMethodField()

    @extend_schema_field(CountsOut)
    def get_counts(self, patient: Patient) -> dict[str, int]:
        """Return how much refers to the record."""
        known = references()
        return {
            name: count(patient.pk)
            for name, field in COUNTED.items()
            if (count := known[field].count) is not None
        }


class OverlapSideOut(serializers.Serializer[Any]):
    """An appointment that shares time with one of the other record's."""

    id = serializers.IntegerField()
    doctor = serializers.CharField()
    start_time = serializers.DateTimeField()
    end_time = serializers.DateTimeField()


class OverlapOut(serializers.Serializer[Any]):
    """Two appointments of which one is to be cancelled or moved first."""

    kept = OverlapSideOut()
    other = OverlapSideOut()


class MergeOut(serializers.Serializer[Any]):
    """Both records; ``differing`` names the fields in which one is to be chosen."""

    kept = SideOut()
    other = SideOut()
    differing = serializers.ListField(child=serializers.ChoiceField(choices=FIELDS))
    overlaps = OverlapOut(many=True)


class MergeIn(serializers.Serializer[Any]):
    """Which record is given up, and whose values are taken: by default the kept one's, or the
    other's where that is empty."""

    other = serializers.IntegerField(min_value=1, max_value=2**62)
    fields_ = serializers.DictField(
        child=serializers.ChoiceField(choices=[KEPT, OTHER]), required=False
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Give the choices the name that serializers keep for themselves."""
        own = super().get_fields()
        own["fields"] = own.pop("fields_")
        return own

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Want only fields that there are."""
        if unknown := attrs.get("fields", {}).keys() - set(FIELDS):
            raise serializers.ValidationError({"fields": sorted(unknown)})
        return attrs


class MergePatients(ScopedViewSet[Patient]):
    """Admins alone: whoever merges sees both records."""

    model = Patient
    serializer_class = MergeOut
    whose = "id"
    permission_classes = [only(Role.ADMIN)]
    query_parameters = ("other",)

    @extend_schema(
        parameters=[OpenApiParameter("other", OpenApiTypes.INT, required=True)],
        responses=MergeOut,
    )
    def retrieve(self, request: Request, pk: str) -> Response:
        """Show both records side by side."""
        sent = MergeIn(data={"other": request.query_params.get("other")})
        sent.is_valid(raise_exception=True)
        rows = self.filter_queryset(self.get_queryset()).select_related("user")
        kept, other = rows.get(pk=pk), rows.get(pk=sent.validated_data["other"])
        self.touched([kept, other])
        merge = Merge(kept_id=kept.pk, other_id=other.pk, now=timezone.now())
        both = {
            "kept": kept,
            "other": other,
            "differing": differing(kept, other),
            "overlaps": obstacles_of(merge),
        }
        return Response(MergeOut(both).data)

    @extend_schema(request=MergeIn, responses=SideOut)
    def merge(self, request: Request, pk: str) -> Response:
        """Move everything of the other record here, and delete it."""
        sent = MergeIn(data=request.data)
        sent.is_valid(raise_exception=True)
        rows = self.get_queryset()
        kept, other = rows.get(pk=pk), rows.get(pk=sent.validated_data["other"])
        self.touched([kept, other])
        merged = merge_patients(
            kept_id=kept.pk,
            other_id=other.pk,
            fields=sent.validated_data.get("fields", {}),
            now=timezone.now(),
        )
        return Response(SideOut(merged).data)
