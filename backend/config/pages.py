"""What is served beside the API: the SPA's page, its settings, and health."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config import headers


class SpaConfigView(APIView):
    """Settings of the platform that the SPA shows."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(
        responses=inline_serializer(
            "SpaConfig",
            {
                "time_zone": serializers.CharField(),
                "currency": serializers.CharField(),
                "languages": serializers.ListField(child=serializers.CharField()),
                "demo": serializers.BooleanField(),
                "hold_minutes": serializers.IntegerField(),
                "audit_months": serializers.IntegerField(
                    help_text="How long it is kept who has opened whose data."
                ),
                "emergency_hours": serializers.IntegerField(
                    help_text="For how long an emergency opens a record."
                ),
            },
        )
    )
    def get(self, request: Request) -> Response:
        """Return the platform's public settings."""
        return Response(
            {
                "time_zone": settings.CLINIC_TIME_ZONE,
                "currency": settings.CLINIC_CURRENCY,
                "languages": [code for code, _name in settings.LANGUAGES],
                "demo": settings.DEMO,
                "hold_minutes": settings.HOLD_MINUTES,
                "audit_months": settings.AUDIT_MONTHS,
                "emergency_hours": settings.CARE_EMERGENCY_HOURS,
            }
        )


def spa(request: HttpRequest) -> HttpResponse:
    """Return the SPA's page for every path that is the SPA's own."""
    try:
        index = (settings.SPA_DIR / "index.html").read_bytes()
    except FileNotFoundError:
        return HttpResponse(
            _("The web application is not built yet: run `make build`, then reload."),
            status=503,
            content_type="text/plain; charset=utf-8",
        )
    nonce = headers.new_nonce()
    page = HttpResponse(
        index.replace(headers.NONCE_MARK, nonce.encode()), content_type="text/html; charset=utf-8"
    )
    page[headers.POLICY] = headers.page_policy(nonce)
    # The page names the hashed files of one build; those are cached, the page is not.
    page["Cache-Control"] = "no-cache"
    return page


def live(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process runs."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether requests can be served: the database must answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "down"}, status=503)
    return JsonResponse({"status": "ok", "database": "up"})
