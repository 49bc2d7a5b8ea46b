"""Specialties, doctors, and a doctor's own profile (R1 "API de Contact Professionnel"; R0)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clinic.common.api.conditional import tagged
from clinic.common.api.negotiation import AnyAccept
from clinic.common.api.permissions import IsSignedIn, only
from clinic.common.api.throttles import ByAddress
from clinic.common.api.views import ConditionalMixin, ScopedViewSet
from clinic.doctors.api.filters import DoctorFilter
from clinic.doctors.api.serializers import (
    DoctorOut,
    DoctorProfile,
    SpecialtyFull,
    SpecialtyOut,
)
from clinic.doctors.models import Doctor, Specialty, contact_of, label_of, name_of
from clinic.doctors.services import profiles, specialties
from clinic.files.api.answers import respond, while_named
from clinic.users.roles import Role

# Inside a view set, ``list`` is the action.
Rows = list[Any]
Permissions = list[BasePermission]


@extend_schema_view(
    retrieve=extend_schema(responses=SpecialtyFull),
    partial_update=extend_schema(request=SpecialtyFull, responses=SpecialtyFull),
    destroy=extend_schema(responses={204: None}),
)
class SpecialtyViewSet(ConditionalMixin, ScopedViewSet[Specialty]):
    """Anyone reads; admins manage."""

    model = Specialty
    not_journalled = "specialties are nobody's data"
    serializer_class = SpecialtyFull
    ordering = ("name", "id")

    def get_permissions(self) -> Permissions:
        """Let anyone read."""
        return [AllowAny()] if self.action in {"list", "retrieve"} else [only(Role.ADMIN)()]

    @extend_schema(responses=SpecialtyOut(many=True))
    def list(self, request: Request) -> Response:
        """List the specialties, named in the reader's language."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(SpecialtyOut(page, many=True).data)

    @extend_schema(request=SpecialtyFull, responses={201: SpecialtyFull})
    def create(self, request: Request) -> Response:
        """Add a specialty."""
        asked = SpecialtyFull(data=request.data)
        asked.is_valid(raise_exception=True)
        specialty = specialties.create_specialty(**asked.validated_data)
        return Response(SpecialtyFull(specialty).data, status=201)

    def perform_update(self, serializer: Any) -> Any:
        """Rename the specialty."""
        specialties.change_specialty(specialty=serializer.instance, **serializer.validated_data)

    def perform_destroy(self, instance: Specialty) -> None:
        """Delete the specialty."""
        specialties.delete_specialty(specialty=instance)


class DoctorViewSet(ScopedViewSet[Doctor]):
    """The clinic's doctors, for people who are signed in."""

    model = Doctor
    not_journalled = "doctors are in the public directory"
    serializer_class = DoctorOut
    filterset_class = DoctorFilter
    ordering = ("last_name", "first_name", "id")
    columns = (
        "id",
        "title",
        "first_name",
        "last_name",
        "phone",
        "city",
        "email",
        "user__email",
        "specialty__slug",
        "specialty__name",
        "specialty__name_en",
    )

    @extend_schema(responses=DoctorOut(many=True))
    def list(self, request: Request) -> Response:
        """List doctors by name."""
        return self.listed(self.filter_queryset(self.get_queryset()).values(*self.columns))

    @extend_schema(responses=DoctorOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Answer one doctor."""
        rows = self.filter_queryset(self.get_queryset()).values(*self.columns)
        return tagged(self.shaped([get_object_or_404(rows, pk=pk)])[0])

    def shaped(self, rows: Rows) -> Rows:
        """Give flat rows R1's names."""
        return [
            {
                "id": row["id"],
                "name": name_of(row["title"], row["first_name"], row["last_name"]),
                "first_name": row["first_name"],
                "last_name": row["last_name"],
                "email": contact_of(row["email"], row["user__email"]),
                "speciality": label_of(
                    row["specialty__name"] or "", row["specialty__name_en"] or ""
                ),
                "specialty": row["specialty__slug"],
                "phone": row["phone"],
                "city": row["city"],
            }
            for row in rows
        ]


class IsDoctor(IsSignedIn):
    """A doctor, approved or not."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return whether a doctor is signed in."""
        user: Any = request.user
        return super().has_permission(request, view) and user.role == Role.DOCTOR


@extend_schema_view(
    retrieve=extend_schema(responses=DoctorProfile),
    partial_update=extend_schema(request=DoctorProfile, responses=DoctorProfile),
)
class OwnDoctorViewSet(ConditionalMixin, ScopedViewSet[Doctor]):
    """A doctor's own profile; who waits for approval may read it."""

    model = Doctor
    not_journalled = "the caller's own profile"
    serializer_class = DoctorProfile

    def get_permissions(self) -> Permissions:
        """Let doctors who wait for approval read."""
        return [IsDoctor()] if self.action == "retrieve" else [only(Role.DOCTOR)()]

    def get_queryset(self) -> QuerySet[Doctor]:
        """Return the doctor that the caller is."""
        return Doctor.objects.owned_by(self.request.user).select_related("user", "specialty")

    def get_object(self) -> Doctor:
        """Return the caller's profile."""
        return self.filter_queryset(self.get_queryset()).get()

    def locked_object(self) -> Doctor:
        """Return the caller's profile under its lock."""
        rows = self.filter_queryset(self.get_queryset())
        return rows.select_for_update(of=("self",)).get()

    def perform_update(self, serializer: Any) -> Any:
        """Change the profile."""
        changes = dict(serializer.validated_data)
        # ``bio`` is a column of the account.
        changes |= changes.pop("user", {})
        profiles.change_profile(doctor=serializer.instance, changes=changes)


class DoctorPictureView(APIView):
    """The picture of a doctor in the public directory."""

    permission_classes = [AllowAny]
    authentication_classes = []
    content_negotiation_class = AnyAccept
    throttle_classes = [ByAddress]
    throttle_scope = "directory"

    @extend_schema(
        responses={
            (200, "image/jpeg"): OpenApiTypes.BINARY,
            (200, "image/webp"): OpenApiTypes.BINARY,
        },
        parameters=[
            OpenApiParameter("v", str, description="Changes with the picture; lets it be kept.")
        ],
    )
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """Send the picture."""
        doctor = Doctor.objects.bookable().select_related("user__portrait").get(pk=pk)
        portrait = doctor.user.portrait
        cache = while_named(request, portrait, is_public=True)
        return respond(request, portrait, inline=True, cache=cache)
