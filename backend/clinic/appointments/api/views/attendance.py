"""The patient's side accepts what the doctor made; the practice marks who has come."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clinic.appointments.api import serializers
from clinic.appointments.api.shapes import accepted_shape
from clinic.appointments.api.views.base import AppointmentViewSet, read
from clinic.appointments.selectors.rows import row_of
from clinic.appointments.services.attendance import (
    accept_appointment,
    accept_by_link,
    mark_arrived,
)
from clinic.common.api.conditional import IF_MATCH, expected_versions
from clinic.common.api.people import user_of
from clinic.common.api.throttles import ByAddress, ScopedThrottle
from clinic.idempotency.api.keyed import IDEMPOTENCY, Acted, once
from clinic.users.roles import Role


class CodeAttempts(ScopedThrottle):
    """Counts codes that one account tries for one appointment; the patient's side needs none.

    Whoever does not know of the appointment takes no turn from its doctor.
    """

    def whose(self, request: Request) -> str | None:
        """Return the appointment, and who tries."""
        route = request.resolver_match
        if route is None or user_of(request).role == Role.PATIENT:
            return None
        return f"appointment:{int(route.kwargs['pk'])}:{user_of(request).pk}"


class Attendance(AppointmentViewSet):
    """``POST /api/appointments/{id}/accept/`` and ``…/arrive/``."""

    serializer_class = serializers.AppointmentOut
    throttle_scope = "code"

    def get_throttles(self) -> list[Any]:
        """Limit how many codes are tried."""
        return [CodeAttempts()] if self.action == "accept" else []

    @extend_schema(
        parameters=[IF_MATCH, IDEMPOTENCY],
        request=serializers.AcceptIn,
        responses=serializers.AppointmentOut,
    )
    def accept(self, request: Request, pk: str) -> Response:
        """Accept an appointment that the doctor made: its record opens to the doctor.

        By the patient's side; or by the doctor, with the ``code`` that the patient reads out.
        """
        sent = read(serializers.AcceptIn, request.data)

        def act() -> Acted:
            accept_appointment(
                by=user_of(request),
                appointment_id=int(pk),
                code=sent["code"],
                now=timezone.now(),
                expected_versions=expected_versions(request),
            )
            return Acted(int(pk), self.answer(int(pk)))

        return once(request, act, again=self.answer_again)

    @extend_schema(
        parameters=[IF_MATCH, IDEMPOTENCY], request=None, responses=serializers.AppointmentOut
    )
    def arrive(self, request: Request, pk: str) -> Response:
        """Mark that the patient has come, on the day of the appointment until it ends."""

        def act() -> Acted:
            mark_arrived(
                by=user_of(request),
                appointment_id=int(pk),
                now=timezone.now(),
                expected_versions=expected_versions(request),
            )
            return Acted(int(pk), self.answer(int(pk)))

        return once(request, act, again=self.answer_again)


class AcceptanceLinkView(APIView):
    """``POST /api/appointments/accept/``: by the link of the mail, without an account."""

    authentication_classes = []
    permission_classes = []
    throttle_classes = [ByAddress]
    throttle_scope = "login"

    @extend_schema(
        operation_id="appointments_accept_by_link",
        request=serializers.AcceptanceLinkIn,
        responses=serializers.AcceptedOut,
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Accept the appointment that the link is for; followed again, nothing changes."""
        sent = read(serializers.AcceptanceLinkIn, request.data)
        row = row_of(accept_by_link(token=sent["token"], now=timezone.now()))
        return Response(accepted_shape(row))
