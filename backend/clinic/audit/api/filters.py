"""Filters of the journal."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from clinic.audit.models import Action, AuditEntry, AuditQuerySet


class AuditFilter(filters.FilterSet):
    """By patient, actor (account), action, kind of data and time (half-open)."""

    patient = filters.NumberFilter(method="of_patient", min_value=1, max_value=2**62)
    actor = filters.NumberFilter(field_name="actor_id", min_value=1, max_value=2**62)
    action = filters.ChoiceFilter(choices=Action.choices)
    subject = filters.CharFilter(max_length=60)
    since = filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte")
    until = filters.IsoDateTimeFilter(field_name="at", lookup_expr="lt")

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def of_patient(self, entries: AuditQuerySet, _name: str, value: Any) -> QuerySet[AuditEntry]:
        """Keep what is about that patient."""
        return entries.about_patient(int(value))
