"""Filters of the lists."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from clinic.appointments.lifecycle import ACTIVE, Status
from clinic.appointments.models import Appointment

# R4 names these statuses in English words; they are accepted as filters (API.md).
SPOKEN = {
    "Scheduled": Status.CONFIRMED,
    "Completed": Status.COMPLETED,
    "Cancelled": Status.CANCELLED,
}


class AppointmentFilter(filters.FilterSet):
    """By status, people and time; ``start``/``end`` bound the visit's beginning, half-open."""

    status = filters.MultipleChoiceFilter(
        choices=[*Status.choices, *((word, word) for word in SPOKEN)], method="of_status"
    )
    doctor = filters.NumberFilter(field_name="doctor_id")
    patient = filters.NumberFilter(field_name="patient_id")
    start = filters.IsoDateTimeFilter(field_name="start_at", lookup_expr="gte")
    end = filters.IsoDateTimeFilter(field_name="start_at", lookup_expr="lt")
    when = filters.ChoiceFilter(
        choices=[("upcoming", "upcoming"), ("past", "past")], method="of_time"
    )
    unassigned = filters.BooleanFilter(field_name="doctor", lookup_expr="isnull")

    class Meta:
        model = Appointment
        fields: list[str] = []

    def of_status(
        self, rows: QuerySet[Appointment, Any], _name: str, values: list[str]
    ) -> QuerySet[Appointment, Any]:
        """Keep the given statuses, in either spelling."""
        return rows.filter(status__in=[SPOKEN.get(value, value) for value in values])

    def of_time(
        self, rows: QuerySet[Appointment, Any], _name: str, value: str
    ) -> QuerySet[Appointment, Any]:
        """Keep what is still to come (active and not over), or all the rest."""
        to_come = Q(status__in=ACTIVE) & (
            Q(end_at__gt=timezone.now()) | Q(end_at=None, requested_end_at__gt=timezone.now())
        )
        return rows.filter(to_come) if value == "upcoming" else rows.exclude(to_come)
