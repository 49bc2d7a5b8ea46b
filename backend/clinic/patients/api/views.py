"""Patients for their doctors and admins, and a patient's own profile (R3 §3)."""

from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.conditional import tagged
from clinic.common.api.people import user_of
from clinic.common.api.permissions import only
from clinic.common.api.views import ConditionalMixin, ScopedViewSet
from clinic.patients.api.filters import PatientFilter
from clinic.patients.api.serializers import (
    CodeOut,
    PatientDetailOut,
    PatientIn,
    PatientOut,
    PatientProfile,
)
from clinic.patients.models import Patient, age_on, name_of
from clinic.patients.registry import record_open_to
from clinic.patients.services import profiles, records
from clinic.patients.services.dependants import Person
from clinic.users.roles import Role

# Inside a view set, ``list`` is the action.
Rows = list[Any]
# What only one patient's own answer has, and only for whom the record is open to.
CLINICAL: Final = ("history", "blood_pressure", "cholesterol_level")


class PatientViewSet(ScopedViewSet[Patient]):
    """A doctor's own patients, or everyone for an admin."""

    model = Patient
    serializer_class = PatientOut
    whose = "id"
    filterset_class = PatientFilter
    ordering = ("last_name", "first_name", "id")
    permission_classes = [only(Role.DOCTOR, Role.ADMIN)]
    columns = (
        "id",
        "first_name",
        "last_name",
        "birth_date",
        "sex",
        "phone",
        "city",
        "email",
        "user_id",
        "user__email",
        "user__username",
        "created_by_id",
    )

    @extend_schema(responses=PatientOut(many=True))
    def list(self, request: Request) -> Response:
        """List patients by name."""
        return self.listed(self.filter_queryset(self.get_queryset()).values(*self.columns))

    @extend_schema(responses=PatientDetailOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Answer one patient, with the record where it is open to the caller."""
        rows = self.filter_queryset(self.get_queryset()).values(*self.columns, *CLINICAL)
        found = get_object_or_404(rows, pk=pk)
        self.touched([found])
        opened = record_open_to(user_of(request), found["id"])
        record = opened and {
            "antecedents": found["history"],
            "blood_pressure": found["blood_pressure"],
            "cholesterol_level": found["cholesterol_level"],
            "emergency_until": opened.emergency_until,
        }
        return tagged({**self.shaped([found])[0], "record": record})

    @extend_schema(request=PatientIn, responses={201: PatientOut})
    def create(self, request: Request) -> Response:
        """Write down a patient without an account: a child, somebody who phones or walks in."""
        sent = PatientIn(data=request.data)
        sent.is_valid(raise_exception=True)
        fields: dict[str, Any] = sent.validated_data
        is_somebody_else = fields.pop("confirm_duplicate")
        made = records.create_patient(
            by=user_of(request),
            person=Person(**fields),
            today=timezone.localdate(),
            is_somebody_else=is_somebody_else,
        )
        self.touched([made])
        [row] = Patient.objects.filter(pk=made.pk).values(*self.columns)
        return Response(self.shaped([row])[0], status=201)

    @extend_schema(request=None, responses={201: CodeOut})
    def code(self, request: Request, pk: str) -> Response:
        """Make the code with which the patient registers for this record."""
        patient = self.get_queryset().get(pk=pk)
        self.touched([patient])
        handed = records.make_code(by=user_of(request), patient=patient, now=timezone.now())
        return Response(CodeOut(handed).data, status=201)

    def shaped(self, rows: Rows) -> Rows:
        """Add what is derived, and name the e-mail."""
        today = timezone.localdate()
        return [
            {
                "id": row["id"],
                "name": name_of(row["first_name"], row["last_name"], row["user__username"] or ""),
                "first_name": row["first_name"],
                "last_name": row["last_name"],
                "birth_date": row["birth_date"],
                "age": age_on(row["birth_date"], today),
                "sex": row["sex"],
                "phone": row["phone"],
                "email": row["user__email"] or row["email"],
                "city": row["city"],
                "has_account": row["user_id"] is not None,
                "takes_code": row["user_id"] is None
                and records.may_hand_out(user_of(self.request), created_by_id=row["created_by_id"]),
            }
            for row in rows
        ]


@extend_schema_view(
    retrieve=extend_schema(responses=PatientProfile),
    partial_update=extend_schema(request=PatientProfile, responses=PatientProfile),
)
class OwnPatientViewSet(ConditionalMixin, ScopedViewSet[Patient]):
    """A patient's own profile."""

    model = Patient
    serializer_class = PatientProfile
    not_journalled = "the caller's own profile"
    permission_classes = [only(Role.PATIENT)]

    def get_queryset(self) -> QuerySet[Patient]:
        """Return the patient that the caller is, and nobody for whom they act."""
        return super().get_queryset().filter(user=self.request.user.pk).select_related("user")

    def get_object(self) -> Patient:
        """Return the caller's profile."""
        return self.filter_queryset(self.get_queryset()).get()

    def locked_object(self) -> Patient:
        """Return the caller's profile under its lock."""
        rows = self.filter_queryset(self.get_queryset())
        return rows.select_for_update(of=("self",)).get()

    def perform_update(self, serializer: Any) -> Any:
        """Change the profile."""
        profiles.change_profile(
            patient=serializer.instance,
            changes=serializer.validated_data,
            today=timezone.localdate(),
        )
