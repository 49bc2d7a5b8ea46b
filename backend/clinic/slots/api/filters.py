"""Filters of rules and absences."""

from django_filters import rest_framework as filters

from clinic.slots.models import Absence, AbsenceKind, Availability
from clinic.slots.modes import Mode


class AvailabilityFilter(filters.FilterSet):
    """R2 names."""

    doctor = filters.NumberFilter(field_name="doctor_id", min_value=1, max_value=2**62)
    day_of_week = filters.NumberFilter(field_name="weekday", min_value=0, max_value=6)
    consultation_type = filters.ChoiceFilter(field_name="mode", choices=Mode.choices)
    is_active = filters.BooleanFilter()

    class Meta:
        model = Availability
        fields: list[str] = []


class ExceptionFilter(filters.FilterSet):
    """R2 names."""

    doctor = filters.NumberFilter(field_name="doctor_id", min_value=1, max_value=2**62)
    exception_type = filters.ChoiceFilter(field_name="kind", choices=AbsenceKind.choices)
    is_recurring = filters.BooleanFilter()
    start = filters.IsoDateTimeFilter(field_name="end_at", lookup_expr="gt")
    end = filters.IsoDateTimeFilter(field_name="start_at", lookup_expr="lt")

    class Meta:
        model = Absence
        fields: list[str] = []
