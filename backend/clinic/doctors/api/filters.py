"""Filters of the list of doctors."""

import django_filters
from django.db.models import QuerySet

from clinic.common.text import search_key
from clinic.doctors.models import Doctor


class DoctorFilter(django_filters.FilterSet):
    """``q`` (words of name, specialty or city, whatever the accents) and ``specialty``."""

    q = django_filters.CharFilter(method="search", max_length=100)
    specialty = django_filters.CharFilter(field_name="specialty__slug")

    class Meta:
        model = Doctor
        fields = ["specialty"]

    def search(self, doctors: QuerySet[Doctor], _name: str, text: str) -> QuerySet[Doctor]:
        """Keep the doctors in whom every word of ``text`` is found."""
        for word in search_key(text).split():
            doctors = doctors.filter(search_text__contains=word)
        return doctors
