"""The public directory: anyone searches doctors and their free slots."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clinic.common.api.conditional import tagged
from clinic.common.api.moments import days_between
from clinic.common.api.throttles import ByAddress
from clinic.common.errors import Invalid, Missing
from clinic.doctors.models import Doctor
from clinic.slots.api.earliest import EarliestPages
from clinic.slots.api.queries import (
    DaysQuery,
    DirectoryQuery,
    FacetsQuery,
    ManyDaysQuery,
    Query,
)
from clinic.slots.api.serializers import (
    DirectoryCardSlot,
    DirectoryDoctor,
    DirectoryPage,
    DirectorySlot,
    FacetsOut,
)
from clinic.slots.selectors import directory

MOST_DOCTORS = 50
USUAL_DAYS, MOST_DAYS, MOST_DAYS_OF_MANY = 28, 92, 14
_PAGING = [
    OpenApiParameter("limit", int, description="At most 500."),
    OpenApiParameter("cursor", str),
    OpenApiParameter("count", bool, description="Adds X-Total-Count."),
]


# Two weeks of twelve doctors' slots are 150 kB of JSON, 12 compressed; nothing here is secret.
@method_decorator(gzip_page, name="dispatch")
class PublicView(APIView):
    """Anyone may read; a rate per address keeps robots off. A stale token is no obstacle."""

    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = [ByAddress]
    throttle_scope = "directory"


class DoctorsView(PublicView):
    """``GET /api/directory/doctors/``."""

    @extend_schema(
        parameters=[DirectoryQuery, *_PAGING],
        responses=DirectoryDoctor(many=True),
        operation_id="directory_doctors_list",
    )
    def get(self, request: Request) -> Response:
        """List the doctors who match, whoever has the earliest free slot first."""
        asked = DirectoryQuery.of(request, paged=True)
        asked["words"] = asked.pop("q")
        pages = EarliestPages()
        doctors = directory.doctors_by_next_slot(
            now=pages.as_of(request, now=timezone.now()), **asked
        )
        rows = pages.paginate_queryset(directory.card_rows(doctors), request)
        cards = directory.cards(rows, mode=asked["mode"])
        return pages.get_paginated_response([_priced(card) for card in cards])


class DoctorView(PublicView):
    """``GET /api/directory/doctors/{id}/``."""

    @extend_schema(responses=DirectoryPage, operation_id="directory_doctors_retrieve")
    def get(self, request: Request, pk: str) -> Response:
        """Show one doctor's public page."""
        Query.of(request)
        page = directory.page_of(int(pk), now=timezone.now())
        if page is None:
            raise Missing
        return tagged(_priced(page))


class DoctorSlotsView(PublicView):
    """``GET /api/directory/doctors/{id}/slots/``."""

    @extend_schema(
        parameters=[DaysQuery],
        responses=DirectorySlot(many=True),
        operation_id="directory_doctors_slots_list",
    )
    def get(self, request: Request, pk: str) -> Response:
        """List one doctor's free slots; all of them, the period being bounded."""
        asked, now = DaysQuery.of(request), timezone.now()
        doctor = Doctor.objects.bookable().filter(pk=pk).first()
        if doctor is None:
            raise Missing
        start, end = days_between(
            asked.get("start"),
            asked.get("end"),
            zone=doctor.zone,
            now=now,
            usual=USUAL_DAYS,
            most=MOST_DAYS,
        )
        return Response(
            directory.free_slots_between(doctor, start=start, end=end, now=now, mode=asked["mode"])
        )


class SlotsView(PublicView):
    """``GET /api/directory/slots/``."""

    @extend_schema(parameters=[ManyDaysQuery], responses=DirectoryCardSlot(many=True))
    def get(self, request: Request) -> Response:
        """List the free slots of up to 50 doctors over up to 14 days, for their cards."""
        asked, now = ManyDaysQuery.of(request), timezone.now()
        ids = set(asked["doctors"].split(","))
        if len(ids) > MOST_DOCTORS:
            message = _("Ask for at most %(most)s doctors at a time.") % {"most": MOST_DOCTORS}
            raise Invalid(details={"doctors": [message]})
        wanted = [
            (doctor, *_days(asked, doctor, now))
            for doctor in Doctor.objects.bookable().filter(pk__in=ids)
        ]
        return Response(directory.free_slots_of_many(wanted, now=now, mode=asked["mode"]))


class FacetsView(PublicView):
    """``GET /api/directory/facets/``."""

    @extend_schema(parameters=[FacetsQuery], responses=FacetsOut)
    def get(self, request: Request) -> Response:
        """Show the cities, languages and specialties, these with their doctors' number."""
        asked = FacetsQuery.of(request)
        asked["words"] = asked.pop("q")
        return Response(directory.facets(**asked))


def _days(asked: dict[str, Any], doctor: Doctor, now: Any) -> tuple[Any, Any]:
    return days_between(
        asked.get("start"),
        asked.get("end"),
        zone=doctor.zone,
        now=now,
        usual=MOST_DAYS_OF_MANY,
        most=MOST_DAYS_OF_MANY,
    )


def _priced(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"currency": settings.CLINIC_CURRENCY}
