"""The calendar in Django's admin; every write goes through the services."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin

from clinic.common.admin import ServiceAdmin
from clinic.common.errors import Invalid
from clinic.slots.models import Absence, Availability, Hold, Slot
from clinic.slots.policies import SlotBooked
from clinic.slots.services import absences, capacity, manual, rules

if TYPE_CHECKING:
    AbsenceModelForm = ModelForm[Absence]
else:
    AbsenceModelForm = ModelForm


@admin.register(Availability)
class AvailabilityAdmin(ServiceAdmin):
    """Weekly rules; their slots follow at once."""

    list_display = ["doctor", "weekday", "start_time", "end_time", "mode", "is_active"]
    list_filter = ["weekday", "mode", "is_active"]
    list_select_related = ["doctor"]
    list_per_page = 50
    search_fields = ["doctor__last_name", "doctor__first_name", "location"]
    ordering = ["doctor", "weekday", "start_time", "id"]
    autocomplete_fields = ["doctor"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A rule stays the same doctor's."""
        return ["doctor"] if obj else []

    def save_model(
        self, request: HttpRequest, obj: Availability, form: "ModelForm[Any]", change: Any
    ) -> None:
        """Call the service."""
        now = timezone.now()
        fields = dict(form.cleaned_data)
        doctor = fields.pop("doctor", None)
        if change:
            rules.change_rule(rule=obj, fields=fields, now=now)
        else:
            obj.pk = rules.create_rule(doctor_id=doctor.pk, fields=fields, now=now).pk

    def delete_model(self, request: HttpRequest, obj: Availability) -> None:
        """Call the service."""
        rules.delete_rule(rule=obj, now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Availability]) -> None:
        """Call the service for each."""
        for rule in queryset:
            rules.delete_rule(rule=rule, now=timezone.now())


class AbsenceForm(AbsenceModelForm):
    """Shows the service's refusals beside their field."""

    def clean(self) -> dict[str, Any]:
        """Let the service look at the period."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        names = ("start_at", "end_at", "is_recurring")
        if all(cleaned.get(name) is not None for name in names):
            try:
                absences.check(Absence(**{name: cleaned[name] for name in names}))
            except Invalid as refusal:
                for texts in (refusal.details or {}).values():
                    self.add_error("end_at", texts)
        return cleaned


@admin.register(Absence)
class AbsenceAdmin(ServiceAdmin):
    """Absences; slots give way at once."""

    form = AbsenceForm
    list_display = ["doctor", "start_at", "end_at", "kind", "is_recurring"]
    list_filter = ["kind", "is_recurring"]
    list_select_related = ["doctor"]
    list_per_page = 50
    search_fields = ["doctor__last_name", "doctor__first_name", "reason"]
    ordering = ["-start_at", "id"]
    autocomplete_fields = ["doctor"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """An absence stays the same doctor's."""
        return ["doctor"] if obj else []

    def save_model(
        self, request: HttpRequest, obj: Absence, form: "ModelForm[Any]", change: Any
    ) -> None:
        """Call the service."""
        now = timezone.now()
        fields = dict(form.cleaned_data)
        doctor = fields.pop("doctor", None)
        if change:
            absences.change_absence(absence=obj, fields=fields, now=now)
        else:
            obj.pk = absences.create_absence(doctor_id=doctor.pk, fields=fields, now=now).pk

    def delete_model(self, request: HttpRequest, obj: Absence) -> None:
        """Call the service."""
        absences.delete_absence(absence=obj, now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Absence]) -> None:
        """Call the service for each."""
        for absence in queryset:
            absences.delete_absence(absence=absence, now=timezone.now())


@admin.register(Slot)
class SlotAdmin(ModelAdmin):
    """Slots come from rules and from doctors; the counts are the bookings' own."""

    list_display = ["doctor", "start_at", "end_at", "mode", "booked", "capacity", "is_open"]
    list_filter = ["is_open", "origin", "mode"]
    list_select_related = ["doctor"]
    list_per_page = 50
    # A full count of the largest table on every page is not worth its time.
    show_full_result_count = False
    search_fields = ["doctor__last_name", "doctor__first_name", "location"]
    ordering = ["-start_at", "id"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Doctors add slots."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed by hand."""
        return False

    def delete_model(self, request: HttpRequest, obj: Slot) -> None:
        """Call the service; a booked slot stays."""
        try:
            manual.delete_slot(slot=obj, now=timezone.now())
        except SlotBooked as refusal:
            messages.error(request, str(refusal.message))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Slot]) -> None:
        """Call the service for each."""
        for slot in queryset:
            self.delete_model(request, slot)


@admin.register(Hold)
class HoldAdmin(ModelAdmin):
    """Places kept for a few minutes; an admin may let go of one."""

    list_display = ["slot", "patient", "expires_at"]
    list_select_related = ["slot", "patient__user"]
    ordering = ["expires_at", "id"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Patients hold."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed by hand."""
        return False

    def delete_model(self, request: HttpRequest, obj: Hold) -> None:
        """Call the service."""
        capacity.release_hold(slot_id=obj.slot_id, patient=obj.patient)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Hold]) -> None:
        """Call the service for each."""
        for hold in queryset:
            self.delete_model(request, hold)
