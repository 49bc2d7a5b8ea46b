"""Supervision of events: what is owed, what is parked."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.common.admin import ReadOnlyAdmin
from clinic.outbox.models import Event
from clinic.outbox.services import release_parked


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Read, and let parked ones be tried again."""

    list_display = ("id", "topic", "recorded_at", "relayed_at", "attempts", "parked_at")
    list_filter = ("topic", "parked_at", "relayed_at")
    ordering = ("-id",)
    actions = ("try_again",)

    def has_release_permission(self, request: HttpRequest) -> bool:
        """Whoever may see them."""
        return bool(request.user.is_staff)

    @admin.action(description=_("Try the chosen events again"), permissions=["release"])
    def try_again(self, request: HttpRequest, chosen: QuerySet[Event]) -> None:
        """Release parked events."""
        ids = list(chosen.values_list("pk", flat=True))
        released = release_parked(event_ids=ids, now=timezone.now())
        self.message_user(request, _("Released: %(count)d.") % {"count": released})
