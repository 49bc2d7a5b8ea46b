"""Filters of the list of relations."""

import django_filters as filters
from django.db.models import QuerySet

from clinic.care.models import CareRelation


class CareFilter(filters.FilterSet):
    """By ``doctor`` and ``patient``; ``open``: something of the patient is open to the doctor."""

    doctor = filters.NumberFilter(field_name="doctor_id", min_value=1, max_value=2**62)
    patient = filters.NumberFilter(field_name="patient_id", min_value=1, max_value=2**62)
    open = filters.BooleanFilter(method="of_openness")

    class Meta:
        model = CareRelation
        fields: list[str] = []

    def of_openness(
        self, relations: QuerySet[CareRelation], _name: str, value: object
    ) -> QuerySet[CareRelation]:
        """Keep what is open, or what has ended."""
        still_open = CareRelation.objects.open().values("pk")
        return (
            relations.filter(pk__in=still_open) if value else relations.exclude(pk__in=still_open)
        )
