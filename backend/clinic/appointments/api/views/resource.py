"""Lists, booking and CRUD (R1 ``/api/appointments/…``, R4, R2 ``mon-agenda``)."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.appointments.api import serializers, shapes
from clinic.appointments.api.clocks import zone_for
from clinic.appointments.api.filters import AppointmentFilter
from clinic.appointments.api.views.base import (
    AppointmentViewSet,
    PatientsPace,
    read,
)
from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment
from clinic.appointments.selectors.rows import row_of, with_people
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.editing import edit_appointment
from clinic.appointments.services.requesting import WishedTime, request_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.common.api.conditional import IF_MATCH, expected_versions
from clinic.common.api.moments import exactly
from clinic.common.api.people import user_of
from clinic.common.api.permissions import only
from clinic.common.api.throttles import ByAccount
from clinic.idempotency.api.keyed import IDEMPOTENCY, Acted, once
from clinic.users.models import User
from clinic.users.roles import Role

# An alias: inside the views ``list`` is the action.
Rows = list[Any]


class Appointments(AppointmentViewSet):
    """``/api/appointments/`` and ``/api/appointments/{id}/``."""

    serializer_class = serializers.AppointmentOut
    filterset_class = AppointmentFilter
    throttle_scope = "booking"

    def get_throttles(self) -> Rows:
        """Limit how fast one person books, and a patient changes; reading is free."""
        if self.action == "create":
            return [ByAccount()]
        return [PatientsPace()] if self.action in {"update", "partial_update"} else []

    @extend_schema(responses=serializers.AppointmentOut(many=True))
    def list(self, request: Request) -> Response:
        """Return the appointments that the caller may see."""
        return self.listed(self.rows())

    @extend_schema(
        parameters=[IDEMPOTENCY],
        request=serializers.AppointmentIn,
        responses={201: serializers.AppointmentOut},
    )
    def create(self, request: Request) -> Response:
        """Book a slot, or ask for an appointment at a wished time."""
        data = read(serializers.AppointmentIn, request.data)

        def act() -> Acted:
            made = _create(user_of(request), data, timezone.now())
            return Acted(made.pk, self.answer_row(row_of(made), status=201))

        return once(request, act, again=self.answer_again)

    @extend_schema(responses=serializers.AppointmentOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Return one appointment with its ``ETag``."""
        return self.answer(int(pk))

    @extend_schema(
        parameters=[IF_MATCH],
        request=serializers.AppointmentPatchIn,
        responses=serializers.AppointmentOut,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change texts or mode; status and time have their own paths."""
        edit_appointment(
            by=user_of(request),
            appointment_id=int(pk),
            changes=read(serializers.AppointmentPatchIn, request.data),
            now=timezone.now(),
            expected_versions=expected_versions(request),
        )
        return self.answer(int(pk))

    @extend_schema(
        parameters=[IF_MATCH],
        request=serializers.AppointmentPatchIn,
        responses=serializers.AppointmentOut,
    )
    def update(self, request: Request, pk: str) -> Response:
        """As PATCH: what is not sent stays."""
        return self.partial_update(request, pk)

    @extend_schema(parameters=[IF_MATCH], responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Cancel: an appointment is never deleted (R4 ``DELETE``)."""
        apply_transition(
            by=user_of(request),
            appointment_id=int(pk),
            transition=Transition.CANCEL,
            now=timezone.now(),
            expected_versions=expected_versions(request),
        )
        return Response(status=204)


class DoctorsLists(AppointmentViewSet):
    """The signed-in doctor's own lists."""

    permission_classes = [only(Role.DOCTOR)]
    filterset_class = AppointmentFilter

    @extend_schema(responses=serializers.DoctorsAppointmentOut(many=True))
    def list(self, request: Request) -> Response:
        """Return the doctor's appointments (R1)."""
        return self.listed(self.rows().filter(doctor=user_of(request).doctor))

    def shaped(self, rows: Rows) -> Rows:
        """Return rows as R1 shows them."""
        return [shapes.doctors_shape(row) for row in with_people(rows)]


class PatientsLists(AppointmentViewSet):
    """The signed-in patient's own list."""

    permission_classes = [only(Role.PATIENT)]
    filterset_class = AppointmentFilter

    @extend_schema(responses=serializers.PatientsAppointmentOut(many=True))
    def list(self, request: Request) -> Response:
        """Return the patient's appointments (R1)."""
        return self.listed(self.rows())

    def shaped(self, rows: Rows) -> Rows:
        """Return rows as R1 shows them."""
        return [shapes.patients_shape(row) for row in with_people(rows)]


class Agenda(AppointmentViewSet):
    """R2 ``mon-agenda``: days in the doctor's own zone."""

    permission_classes = [only(Role.DOCTOR)]
    query_parameters = ("date_start", "date_end")

    @extend_schema(
        parameters=[serializers.AgendaIn], responses=serializers.AppointmentOut(many=True)
    )
    def list(self, request: Request) -> Response:
        """Return the doctor's appointments of the given days, the next seven by default."""
        days = read(serializers.AgendaIn, request.query_params.dict())
        zone = user_of(request).doctor.zone
        first = days.get("date_start") or timezone.now().astimezone(zone).date()
        last = days.get("date_end") or first + timedelta(days=6)
        start_at = datetime.combine(first, time.min, tzinfo=zone)
        end_at = datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)
        mine = self.rows().filter(doctor=user_of(request).doctor)
        return self.listed(mine.filter(start_at__gte=start_at, start_at__lt=end_at))


class Reserve(AppointmentViewSet):
    """R1 ``POST /api/slots/reserve/``."""

    permission_classes = [only(Role.PATIENT)]
    throttle_scope = "booking"
    throttle_classes = [ByAccount]

    @extend_schema(
        parameters=[IDEMPOTENCY],
        request=serializers.ReserveIn,
        responses={201: serializers.ReservedOut},
    )
    def create(self, request: Request) -> Response:
        """Book the slot for the signed-in patient."""
        data = read(serializers.ReserveIn, request.data)

        def act() -> Acted:
            booked = book_slot(
                by=user_of(request),
                slot_id=data["slot_id"],
                doctor_id=data["doctor_id"],
                wish=Wish(motif=data["motif"]),
                now=timezone.now(),
            )
            return Acted(booked.pk, _reserved(self.answer_row(row_of(booked), status=201)))

        return once(request, act, again=lambda pk: _reserved(self.answer_again(pk)))


def _reserved(response: Response) -> Response:
    """Return the answer in R1's words, under a sentence."""
    sentence = _("Slot booked.")
    return Response({"message": sentence, "appointment": response.data}, response.status_code)


def _create(user: User, data: dict[str, Any], now: datetime) -> Appointment:
    """Call the one service that the input asks for."""
    by_patient = user.role == Role.PATIENT
    wish = Wish(
        motif=data["motif"],
        mode=data.get("consultation_mode"),
        message=data["message_patient"] if by_patient else data["message_medecin"],
    )
    if "slot" in data:
        return book_slot(
            by=user, slot_id=data["slot"], patient_id=data.get("patient"), wish=wish, now=now
        )
    doctor_id = data.get("doctor")
    wished = WishedTime(
        **{
            name: exactly(
                data[field], zone_for(user, data[field], doctor_id=doctor_id), field=field
            )
            for name, field in (("start_at", "requested_start"), ("end_at", "requested_end"))
        },
        doctor_id=doctor_id,
        specialty=data.get("specialty"),
    )
    return request_appointment(
        by=user, wished=wished, wish=wish, now=now, patient_id=data.get("patient")
    )
