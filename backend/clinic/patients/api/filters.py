"""Filters of the list of patients."""

import django_filters
from django.db.models import Q, QuerySet

from clinic.common.text import search_key
from clinic.patients.models import Patient


class PatientFilter(django_filters.FilterSet):
    """``q``: words of a name, whatever the accents, or parts of an e-mail."""

    q = django_filters.CharFilter(method="search", max_length=100)

    class Meta:
        model = Patient
        fields: list[str] = []

    def search(self, patients: QuerySet[Patient], _name: str, text: str) -> QuerySet[Patient]:
        """Keep the patients in whose name or e-mail every word of ``text`` is found."""
        for word in text.split():
            patients = patients.filter(
                Q(search_text__contains=search_key(word)) | Q(user__email__icontains=word)
            )
        return patients
