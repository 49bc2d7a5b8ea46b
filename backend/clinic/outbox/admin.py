"""Supervision of events: what is owed, what is parked."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from clinic.outbox.models import Event
from clinic.outbox.services import release_parked


@admin.register(Event)
class EventAdmin(ModelAdmin):
    """Read, and let parked ones be tried again."""

    list_display = ("id", "topic", "recorded_at", "relayed_at", "attempts", "parked_at")
    list_filter = ("topic", "parked_at", "relayed_at")
    ordering = ("-id",)
    actions = ("try_again",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Services record events."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events are facts."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They are forgotten by the nightly job."""
        return False

    def has_release_permission(self, request: HttpRequest) -> bool:
        """Whoever may see them."""
        return bool(request.user.is_staff)

    @admin.action(description=_("Try the chosen events again"), permissions=["release"])
    def try_again(self, request: HttpRequest, chosen: QuerySet[Event]) -> None:
        """Release parked events."""
        ids = list(chosen.values_list("pk", flat=True))
        released = release_parked(event_ids=ids, now=timezone.now())
        self.message_user(request, _("Released: %(count)d.") % {"count": released})
