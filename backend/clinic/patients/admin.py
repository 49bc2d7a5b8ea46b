"""Patients in Django's admin: to look up, not to write the record."""

from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from clinic.patients.models import Patient

TWO: Final = 2
# Of the SPA, which signs the same person in by itself.
MERGE_PAGE: Final = "/admin-clinique/fusion"


@admin.register(Patient)
class PatientAdmin(ModelAdmin):
    """Who is treated; only the administrative status can be changed."""

    list_display = ["name", "birth_date", "city", "status"]
    list_filter = ["status"]
    list_select_related = ["user"]
    search_fields = ["first_name", "last_name", "user__email", "user__username"]
    ordering = ["last_name", "first_name", "id"]
    actions = ["merge"]
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

    @admin.action(description=_("Merge two records of one person"))
    def merge(self, request: HttpRequest, chosen: QuerySet[Patient]) -> HttpResponseRedirect | None:
        """Lead to the page that shows both side by side: there is decided what is kept."""
        ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: TWO + 1])
        if len(ids) != TWO:
            messages.error(request, _("Please choose exactly two records."))
            return None
        query = urlencode({"garder": ids[0], "fusionner": ids[1]})
        return HttpResponseRedirect(f"{settings.FRONTEND_BASE_URL}{MERGE_PAGE}?{query}")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: registration makes the profile with its account."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: the record is kept; the account is closed instead."""
        return False
