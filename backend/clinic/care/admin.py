"""Who treats whom, for supervision."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.care.models import CareRelation, EmergencyAccess
from clinic.care.policies import Closer
from clinic.care.services.relations import end_relation
from clinic.common.admin import ReadOnlyAdmin


@admin.register(EmergencyAccess)
class EmergencyAccessAdmin(ReadOnlyAdmin):
    """Who opened a record in an emergency, and why: to be looked into."""

    list_display = ("opened_at", "doctor", "patient", "reason", "ends_at")
    list_select_related = ("doctor", "patient__user")
    search_fields = ("doctor__last_name", "patient__last_name", "patient__first_name", "reason")
    date_hierarchy = "opened_at"
    ordering = ("-id",)


@admin.register(CareRelation)
class CareRelationAdmin(ReadOnlyAdmin):
    """Read, and close records."""

    list_display = (
        "id",
        "doctor",
        "patient",
        "scope",
        "basis",
        "since",
        "last_contact_at",
        "ended_at",
        "closed_at",
        "closed_by",
    )
    list_filter = ("scope", "basis", "closed_by", "ended_at")
    list_select_related = ("doctor", "patient__user")
    search_fields = ("=id", "doctor__last_name", "patient__last_name", "patient__first_name")
    ordering = ("-id",)
    actions = ("close_records",)

    def has_close_permission(self, request: HttpRequest) -> bool:
        """Whoever may see them all may close."""
        return bool(request.user.is_staff)

    @admin.action(description=_("Close the chosen records"), permissions=["close"])
    def close_records(self, request: HttpRequest, chosen: QuerySet[CareRelation]) -> None:
        """Close the chosen records as an admin: their doctors no longer open them."""
        for relation in chosen:
            end_relation(relation=relation, by=Closer.ADMIN, now=timezone.now())
