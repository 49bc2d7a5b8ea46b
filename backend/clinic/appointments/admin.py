"""Supervision of appointments: everything can be read, transitions go through the services."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment, AppointmentEvent, RescheduleProposal
from clinic.appointments.selectors.history import means_of
from clinic.appointments.services.transitions import apply_transition
from clinic.common.admin import ReadOnlyAdmin
from clinic.common.errors import DomainError


class EventInline(TabularInline):
    """The history: what happened, never to be changed."""

    model = AppointmentEvent
    fields = ("at", "party", "by", "transition", "means", "from_status", "to_status", "reason")
    readonly_fields = fields
    ordering = ("id",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only services write history."""
        return False

    @admin.display(description=_("by what"))
    def means(self, event: AppointmentEvent) -> str:
        """Say by what it was accepted; of a link, where it was mailed to."""
        return means_of(event.details)


class ProposalInline(TabularInline):
    """What the patient proposed, and what became of it."""

    model = RescheduleProposal
    fields = ("created_at", "start_at", "end_at", "mode", "proposed_by", "expires_at", "state")
    readonly_fields = fields
    ordering = ("id",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only services write proposals."""
        return False


@admin.register(Appointment)
class AppointmentAdmin(ReadOnlyAdmin):
    """Read, search, and cancel."""

    list_display = ("id", "start_at", "doctor", "patient", "status", "mode", "created_at")
    list_filter = ("status", "mode", "doctor__specialty", "start_at")
    search_fields = (
        "=id",
        "doctor__last_name",
        "patient__last_name",
        "patient__first_name",
        "patient__user__email",
    )
    list_select_related = ("doctor", "patient__user")
    date_hierarchy = "start_at"
    ordering = ("-start_at", "-id")
    inlines = (ProposalInline, EventInline)
    actions = ("cancel_appointments",)

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        """Whoever may see them all may cancel."""
        return bool(request.user.is_staff)

    @admin.action(description=_("Cancel the chosen appointments"), permissions=["cancel"])
    def cancel_appointments(self, request: HttpRequest, chosen: QuerySet[Appointment]) -> None:
        """Cancel each through the service; say which could not be."""
        done = 0
        for pk in chosen.order_by("pk").values_list("pk", flat=True):
            try:
                apply_transition(
                    by=request.user,  # type: ignore[arg-type]  # staff only
                    appointment_id=pk,
                    transition=Transition.CANCEL,
                    now=timezone.now(),
                )
                done += 1
            except DomainError as refusal:
                self.message_user(request, f"{pk}: {refusal.message}", messages.WARNING)
        self.message_user(request, _("Cancelled: %(count)d.") % {"count": done})
