"""Transitions of one appointment, its history and its calendar file (R2 actions; API.md)."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.appointments.api import serializers
from clinic.appointments.api.shapes import history_shape
from clinic.appointments.api.views.base import (
    AppointmentViewSet,
    PatientsPace,
    read,
)
from clinic.appointments.api.views.resource import Rows
from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import AppointmentEvent
from clinic.appointments.selectors.calendar_file import calendar_file, owner_of
from clinic.appointments.selectors.history import history_of
from clinic.appointments.selectors.rows import appointment_of, appointments_of
from clinic.appointments.services.assigning import assign_appointment
from clinic.appointments.services.confirming import Terms, confirm_appointment
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.common.api.conditional import IF_MATCH, expected_versions
from clinic.common.api.filters import ALWAYS_KNOWN, refuse_unknown_parameters
from clinic.common.api.people import user_of
from clinic.idempotency.api.keyed import IDEMPOTENCY, Acted, once


class Transitions(AppointmentViewSet):
    """``POST /api/appointments/{id}/<transition>/``."""

    serializer_class = serializers.AppointmentOut
    throttle_scope = "booking"

    def get_throttles(self) -> list[Any]:
        """Limit how fast a patient reschedules: each time is another place."""
        return [PatientsPace()] if self.action == "reschedule" else []

    def _transitioned(
        self, request: Request, pk: str, transition: Transition, *, reason: str = ""
    ) -> Response:
        apply_transition(
            by=user_of(request),
            appointment_id=int(pk),
            transition=transition,
            reason=reason,
            now=timezone.now(),
            expected_versions=expected_versions(request),
        )
        return self.answer(int(pk))

    @extend_schema(
        parameters=[IF_MATCH],
        request=serializers.ConfirmIn,
        responses=serializers.AppointmentOut,
    )
    def confirm(self, request: Request, pk: str) -> Response:
        """Confirm a request, as asked or with another mode, place or slot (R2 §6).

        While the patient's ``proposal`` waits, it is accepted.
        """
        confirm_appointment(
            by=user_of(request),
            appointment_id=int(pk),
            terms=Terms(**read(serializers.ConfirmIn, request.data)),
            now=timezone.now(),
            expected_versions=expected_versions(request),
        )
        return self.answer(int(pk))

    @extend_schema(
        parameters=[IF_MATCH], request=serializers.ReasonIn, responses=serializers.AppointmentOut
    )
    def decline(self, request: Request, pk: str) -> Response:
        """Turn a request down, or a proposal: its place is free again, the appointment stands."""
        said = read(serializers.ReasonIn, request.data)
        return self._transitioned(request, pk, Transition.DECLINE, **said)

    @extend_schema(
        parameters=[IF_MATCH], request=serializers.ReasonIn, responses=serializers.AppointmentOut
    )
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take back the patient's proposal; the appointment stands as it is."""
        said = read(serializers.ReasonIn, request.data)
        return self._transitioned(request, pk, Transition.WITHDRAW, **said)

    @extend_schema(
        parameters=[IF_MATCH], request=serializers.ReasonIn, responses=serializers.AppointmentOut
    )
    def cancel(self, request: Request, pk: str) -> Response:
        """Cancel; its places are free again. A patient's notice is the doctor's policy."""
        said = read(serializers.ReasonIn, request.data)
        return self._transitioned(request, pk, Transition.CANCEL, **said)

    @extend_schema(parameters=[IF_MATCH], request=None, responses=serializers.AppointmentOut)
    def complete(self, request: Request, pk: str) -> Response:
        """Mark as having taken place."""
        return self._transitioned(request, pk, Transition.COMPLETE)

    @extend_schema(parameters=[IF_MATCH], request=None, responses=serializers.AppointmentOut)
    def no_show(self, request: Request, pk: str) -> Response:
        """Mark that the patient did not come."""
        return self._transitioned(request, pk, Transition.NO_SHOW)

    @extend_schema(
        parameters=[IF_MATCH, IDEMPOTENCY],
        request=serializers.RescheduleIn,
        responses=serializers.AppointmentOut,
    )
    def reschedule(self, request: Request, pk: str) -> Response:
        """Reschedule to another slot of the same doctor.

        A patient's change of a confirmed appointment is a ``proposal`` until the doctor confirms or
        declines it, unless the doctor confirms automatically.
        """
        data = read(serializers.RescheduleIn, request.data)

        def act() -> Acted:
            reschedule_appointment(
                by=user_of(request),
                appointment_id=int(pk),
                slot_id=data["slot"],
                reason=data["reason"],
                now=timezone.now(),
                expected_versions=expected_versions(request),
            )
            return Acted(int(pk), self.answer(int(pk)))

        return once(request, act, again=self.answer_again)

    @extend_schema(
        parameters=[IF_MATCH], request=serializers.AssignIn, responses=serializers.AppointmentOut
    )
    def assign(self, request: Request, pk: str) -> Response:
        """Give a request to a doctor (an admin), or take it (a doctor)."""
        data = read(serializers.AssignIn, request.data)
        assign_appointment(
            by=user_of(request),
            appointment_id=int(pk),
            doctor_id=data.get("doctor"),
            slot_id=data.get("slot"),
            now=timezone.now(),
            expected_versions=expected_versions(request),
        )
        return self.answer(int(pk))

    @extend_schema(responses={(200, "text/calendar"): OpenApiTypes.STR})
    def ics(self, request: Request, pk: str) -> HttpResponse:
        """Return the appointment for a calendar program."""
        row = appointment_of(user_of(request), pk)
        self.touched([row])
        response = HttpResponse(
            calendar_file(row, owner=owner_of(user_of(request), row), now=timezone.now()),
            content_type="text/calendar; charset=utf-8",
        )
        response["Content-Disposition"] = f'attachment; filename="rendez-vous-{pk}.ics"'
        return response


class History(AppointmentViewSet):
    """``GET /api/appointments/{id}/history/``."""

    model = AppointmentEvent
    ordering = ("id",)
    orderings = {}

    @extend_schema(responses=serializers.HistoryOut(many=True))
    def list(self, request: Request, pk: str) -> Response:
        """Return every transition, oldest first."""
        viewer = user_of(request)
        refuse_unknown_parameters(request, ALWAYS_KNOWN)
        appointments_of(viewer).get(pk=pk)
        return self.listed(history_of(viewer=viewer, appointment_id=int(pk)))

    def shaped(self, rows: Rows) -> Rows:
        """Return rows as the history shows them."""
        return [history_shape(row) for row in rows]
