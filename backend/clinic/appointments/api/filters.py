"""Filters of the lists."""

from datetime import datetime
from typing import Any, cast

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request

from clinic.appointments.api.clocks import zone_for
from clinic.appointments.lifecycle import ACTIVE, Status
from clinic.appointments.models import Appointment, RescheduleProposal
from clinic.common.api.moments import DateOrMomentField
from clinic.common.api.people import user_of
from clinic.common.clocks import settled
from clinic.common.text import search_key

# R4 names these statuses in English words; they are accepted as filters (API.md).
SPOKEN = {
    "Scheduled": Status.CONFIRMED,
    "Completed": Status.COMPLETED,
    "Cancelled": Status.CANCELLED,
}


class MomentFormField(forms.Field):
    """A date or an instant; what has no zone stays naive, for a clock to settle."""

    def to_python(self, value: Any) -> datetime | None:
        """Return it as the calendar's lists read theirs."""
        if not value:
            return None
        try:
            found: datetime = DateOrMomentField().run_validation(value)
        except serializers.ValidationError as error:
            raise forms.ValidationError([str(line) for line in error.detail]) from None
        return found


class MomentFilter(filters.Filter):
    """A bound in time."""

    field_class = MomentFormField


class AppointmentFilter(filters.FilterSet):
    """By status, people and time; ``start``/``end`` bound the appointment's beginning, half-open.

    ``q``: every word is found in the patient's or doctor's name, or in the reason. ``proposed``:
    the patient has proposed another time or mode. ``to_answer``: that, or a request: the practice
    is to confirm or decline.
    """

    status = filters.MultipleChoiceFilter(
        choices=[*Status.choices, *((word, word) for word in SPOKEN)], method="of_status"
    )
    doctor = filters.NumberFilter(field_name="doctor_id")
    patient = filters.NumberFilter(field_name="patient_id")
    start = MomentFilter(method="from_start")
    end = MomentFilter(method="before_end")
    when = filters.ChoiceFilter(
        choices=[("upcoming", "upcoming"), ("past", "past")], method="of_time"
    )
    q = filters.CharFilter(method="of_words", max_length=100)
    unassigned = filters.BooleanFilter(field_name="doctor", lookup_expr="isnull")
    proposed = filters.BooleanFilter(method="of_proposals")
    to_answer = filters.BooleanFilter(method="of_answers")

    class Meta:
        model = Appointment
        fields: list[str] = []

    def of_status(
        self, rows: QuerySet[Appointment, Any], _name: str, values: list[str]
    ) -> QuerySet[Appointment, Any]:
        """Keep the given statuses, in either spelling."""
        return rows.filter(status__in=[SPOKEN.get(value, value) for value in values])

    def from_start(
        self, rows: QuerySet[Appointment, Any], _name: str, value: datetime
    ) -> QuerySet[Appointment, Any]:
        """Keep what begins then or later."""
        return rows.filter(start_at__gte=self._instant(value))

    def before_end(
        self, rows: QuerySet[Appointment, Any], _name: str, value: datetime
    ) -> QuerySet[Appointment, Any]:
        """Keep what begins before that."""
        return rows.filter(start_at__lt=self._instant(value))

    def _instant(self, moment: datetime) -> datetime:
        doctor_id = self.form.cleaned_data.get("doctor")
        user = user_of(cast("Request", self.request))
        return settled(moment, zone_for(user, moment, doctor_id=doctor_id))

    def of_words(
        self, rows: QuerySet[Appointment, Any], _name: str, text: str
    ) -> QuerySet[Appointment, Any]:
        """Keep those in which every word is found; names whatever the accents."""
        for word in text.split():
            rows = rows.filter(
                Q(patient__search_text__contains=search_key(word))
                | Q(doctor__search_text__contains=search_key(word))
                | Q(motif__icontains=word)
            )
        return rows

    def of_proposals(
        self, rows: QuerySet[Appointment, Any], _name: str, value: object
    ) -> QuerySet[Appointment, Any]:
        """Keep what has an open proposal, or what has none."""
        return rows.filter(_is_proposed() if value else ~_is_proposed())

    def of_answers(
        self, rows: QuerySet[Appointment, Any], _name: str, value: object
    ) -> QuerySet[Appointment, Any]:
        """Keep what waits for the practice's answer, or the rest."""
        waits = Q(status=Status.PENDING) | Q(_is_proposed())
        return rows.filter(waits if value else ~waits)

    def of_time(
        self, rows: QuerySet[Appointment, Any], _name: str, value: str
    ) -> QuerySet[Appointment, Any]:
        """Keep what is still to come (active and not over), or all the rest."""
        to_come = Q(status__in=ACTIVE) & (
            Q(end_at__gt=timezone.now()) | Q(end_at=None, requested_end_at__gt=timezone.now())
        )
        return rows.filter(to_come) if value == "upcoming" else rows.exclude(to_come)


def _is_proposed() -> Exists:
    waiting = RescheduleProposal.objects.waiting(timezone.now())
    return Exists(waiting.filter(appointment=OuterRef("pk")))
