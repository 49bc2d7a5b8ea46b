"""Doctors and specialties in Django's admin; every write goes through the services."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from clinic.common import errors
from clinic.common.admin import ServiceAdmin
from clinic.doctors.models import Doctor, Specialty
from clinic.doctors.services import profiles, specialties

if TYPE_CHECKING:
    DoctorModelForm = ModelForm[Doctor]
else:
    DoctorModelForm = ModelForm


@admin.register(Specialty)
class SpecialtyAdmin(ServiceAdmin):
    """Add and rename specialties."""

    list_display = ["name", "name_en", "slug"]
    search_fields = ["name", "name_en"]
    ordering = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def save_model(
        self, request: HttpRequest, obj: Specialty, form: "ModelForm[Specialty]", change: Any
    ) -> None:
        """Let the service save: it also renews what the specialty's doctors are found by."""
        specialties.save_specialty(specialty=obj)

    def delete_model(self, request: HttpRequest, obj: Specialty) -> None:
        """Let the service delete."""
        specialties.delete_specialty(specialty=obj)


class DoctorForm(DoctorModelForm):
    """Shows the service's refusals beside their fields."""

    def clean(self) -> dict[str, Any]:
        """Let the service look at what was typed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            profiles.columns_of(cleaned)
        except errors.Invalid as error:
            for field, texts in (error.details or {}).items():
                for text in texts:
                    self.add_error(field, text)
        return cleaned


@admin.register(Doctor)
class DoctorAdmin(ServiceAdmin):
    """Change a doctor's profile; registration makes it."""

    form = DoctorForm
    list_display = ["name", "specialty", "city", "is_approved", "is_listed"]
    list_filter = ["user__is_approved", "is_listed", "specialty"]
    list_select_related = ["specialty", "user"]
    search_fields = ["first_name", "last_name", "user__email", "email", "search_text"]
    ordering = ["last_name", "first_name", "id"]
    autocomplete_fields = ["specialty"]
    fields = [
        "user",
        "title",
        "first_name",
        "last_name",
        "specialty",
        "phone",
        "email",
        "address",
        "postal_code",
        "city",
        "fee",
        "time_zone",
        "auto_confirm",
        "min_notice_minutes",
        "cancel_notice_minutes",
        "horizon_days",
        "buffer_minutes",
        "is_listed",
    ]
    readonly_fields = ["user"]

    @admin.display(boolean=True)
    def is_approved(self, doctor: Doctor) -> bool:
        """Whether the account was approved."""
        return doctor.user.is_approved

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: registration makes the profile with its account."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: the account is closed instead."""
        return False

    def save_model(
        self, request: HttpRequest, obj: Doctor, form: "ModelForm[Doctor]", change: Any
    ) -> None:
        """Change the profile as the API does."""
        profiles.change_profile(
            doctor=Doctor.objects.select_related("user", "specialty").get(pk=obj.pk),
            changes={name: form.cleaned_data[name] for name in form.changed_data},
        )
