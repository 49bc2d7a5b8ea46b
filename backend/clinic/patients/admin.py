"""Patients in Django's admin: to look up, not to write the record."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from clinic.patients.models import Patient


@admin.register(Patient)
class PatientAdmin(ModelAdmin):
    """Who is treated; only the administrative status can be changed."""

    list_display = ["name", "birth_date", "city", "status"]
    list_filter = ["status"]
    list_select_related = ["user"]
    search_fields = ["first_name", "last_name", "user__email", "user__username"]
    ordering = ["last_name", "first_name", "id"]
    fields = [
        "user",
        "created_by",
        "written_down_on",
        "first_name",
        "last_name",
        "birth_date",
        "sex",
        "phone",
        "email",
        "address",
        "city",
        "status",
        "history",
        "observations",
        "blood_pressure",
        "cholesterol_level",
    ]
    readonly_fields = [name for name in fields if name != "status"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: registration makes the profile with its account."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: the record is kept; the account is closed instead."""
        return False
