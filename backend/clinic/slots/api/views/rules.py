"""``/api/availabilities/`` (R2 "Disponibilités Avancées Médecin"; R3 ``schedule``)."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from clinic.common.api.permissions import IsApproved, only
from clinic.common.api.views import ScopedViewSet
from clinic.slots.api.filters import AvailabilityFilter
from clinic.slots.api.queries import DoctorQuery
from clinic.slots.api.serializers import (
    AvailabilityChanged,
    AvailabilityOut,
    ConflictOut,
    PreviewIn,
    PreviewOut,
    ScheduleChanged,
    ScheduleIn,
    ScheduleOut,
)
from clinic.slots.api.views.owning import ReportsConflicts, ShowsConflicts, doctor_for
from clinic.slots.models import Availability, Slot
from clinic.slots.registry import conflicts
from clinic.slots.selectors.hours import schedule_of
from clinic.slots.services import rules
from clinic.users.roles import Role

# Inside a view set, ``list`` is the action.
Rows = list[Any]


@extend_schema_view(
    list=extend_schema(responses=AvailabilityOut(many=True)),
    retrieve=extend_schema(responses=AvailabilityOut),
    update=extend_schema(request=AvailabilityOut, responses=AvailabilityChanged),
    partial_update=extend_schema(request=AvailabilityOut, responses=AvailabilityChanged),
    destroy=extend_schema(responses={204: None}),
)
class AvailabilityViewSet(ReportsConflicts, ScopedViewSet[Availability]):
    """Weekly rules: doctors manage their own, patients read active ones."""

    model = Availability
    not_journalled = "a calendar shows nobody's data"
    serializer_class = AvailabilityOut
    filterset_class = AvailabilityFilter
    ordering = ("doctor_id", "weekday", "start_time", "id")

    def get_permissions(self) -> list[BasePermission]:
        """Let everybody read."""
        reads = self.action in {"list", "retrieve"}
        return [IsApproved()] if reads else [only(Role.DOCTOR, Role.ADMIN)()]

    def list(self, request: Request) -> Response:
        """List the rules."""
        return self.listed(self.filter_queryset(self.get_queryset()))

    @extend_schema(request=AvailabilityOut, responses={201: AvailabilityChanged})
    def create(self, request: Request) -> Response:
        """Add a rule; its slots are there at once."""
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        doctor = doctor_for(request, sent.validated_data.pop("doctor_id", None))
        rule = rules.create_rule(
            doctor_id=doctor.pk, fields=sent.validated_data, now=timezone.now()
        )
        return Response(self._with_conflicts(rule), status=201)

    def perform_update(self, serializer: BaseSerializer[Any]) -> Any:
        """Change the rule; it stays the same doctor's."""
        instance: Any = serializer.instance
        serializer.validated_data.pop("doctor_id", None)
        rule = rules.change_rule(
            rule=instance, fields=serializer.validated_data, now=timezone.now()
        )
        return self._with_conflicts(rule)

    def perform_destroy(self, instance: Availability) -> None:
        """Delete the rule."""
        rules.delete_rule(rule=instance, now=timezone.now())

    def _with_conflicts(self, rule: Availability) -> dict[str, Any]:
        found = conflicts().conflicts_of(rule.doctor_id, now=timezone.now())
        return {**self.get_serializer(rule).data, "conflicts": self.noted(found)}


class PlanningViewSet(ShowsConflicts, ScopedViewSet[Availability]):
    """What a doctor asks of their calendar as a whole."""

    model = Availability
    not_journalled = "a calendar shows nobody's data"
    serializer_class = AvailabilityOut
    permission_classes = [only(Role.DOCTOR, Role.ADMIN)]

    @extend_schema(parameters=[DoctorQuery], request=PreviewIn, responses={200: PreviewOut})
    def preview(self, request: Request) -> Response:
        """Show what these rules would make in place of the present ones; writes nothing."""
        doctor = doctor_for(request, DoctorQuery.of(request).get("doctor"))
        sent = PreviewIn(data=request.data)
        sent.is_valid(raise_exception=True)
        tried = rules.preview(
            doctor=doctor,
            rules=[Availability(**fields) for fields in sent.validated_data["rules"]],
            start=sent.validated_data.get("start"),
            weeks=sent.validated_data["weeks"],
            now=timezone.now(),
        )
        planned = [
            {"start": slot.start, "end": slot.end, "mode": slot.mode, "capacity": slot.capacity}
            for slot in tried.planned
        ]
        return Response(
            {"slots": planned, "conflicts": self.noted(conflicts().conflicts_in(tried.closing))}
        )

    @extend_schema(parameters=[DoctorQuery], responses=ScheduleOut)
    def schedule(self, request: Request) -> Response:
        """Show the working hours as text."""
        doctor = doctor_for(request, DoctorQuery.of(request).get("doctor"))
        return Response({"schedule": schedule_of(doctor.pk)})

    @extend_schema(parameters=[DoctorQuery], request=ScheduleIn, responses=ScheduleChanged)
    def replace_schedule(self, request: Request) -> Response:
        """Replace all rules by what the text says."""
        doctor = doctor_for(request, DoctorQuery.of(request).get("doctor"))
        sent = ScheduleIn(data=request.data)
        sent.is_valid(raise_exception=True)
        now = timezone.now()
        made = rules.replace_by_text(
            doctor_id=doctor.pk,
            text=sent.validated_data["schedule"],
            duration_minutes=sent.validated_data.get("duration_minutes"),
            mode=sent.validated_data.get("consultation_type"),
            now=now,
        )
        return Response(
            {
                "schedule": schedule_of(doctor.pk),
                "rules": AvailabilityOut(made, many=True).data,
                "conflicts": self.noted(conflicts().conflicts_of(doctor.pk, now=now)),
            }
        )


class ConflictsViewSet(ShowsConflicts, ScopedViewSet[Slot]):
    """What a doctor has to settle: appointments that no longer fit the calendar."""

    model = Slot
    permission_classes = [only(Role.DOCTOR, Role.ADMIN)]
    ordering = ("start_at", "id")

    @extend_schema(parameters=[DoctorQuery], responses=ConflictOut(many=True))
    def list(self, request: Request) -> Response:
        """List the slots with appointments that no longer fit."""
        asked = DoctorQuery.of(request, paged=True)
        doctor = doctor_for(request, asked.get("doctor"))
        slots = conflicts().conflicting_slots(doctor.pk, now=timezone.now())
        return self.listed(slots.values("id", "start_at"))

    def shaped(self, rows: Rows) -> Rows:
        """Return a page of slots with their appointments."""
        return self.noted(conflicts().conflicts_at(row["id"] for row in rows))
