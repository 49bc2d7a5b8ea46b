"""Supervision of what is sent: what waits, what was refused, what was given up."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.common.admin import ReadOnlyAdmin
from clinic.deliveries.models import Delivery
from clinic.deliveries.services.owing import send_again


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """Read, and have sent again what did not go out. Texts and addresses are nowhere to be read:
    they are made when a message is sent."""

    list_display = (
        "id",
        "template",
        "state",
        "recipient_kind",
        "recipient_id",
        "owed_at",
        "not_before",
        "attempts",
        "error",
    )
    list_filter = ("state", "channel", "template")
    search_fields = ("=recipient_id", "subject", "dedupe_key", "provider_id")
    ordering = ("-id",)
    actions = ("send_chosen_again",)
    show_full_result_count = False

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Whoever may see them."""
        return bool(request.user.is_staff)

    @admin.action(description=_("Send the chosen deliveries again"), permissions=["send"])
    def send_chosen_again(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        """Owe anew what was refused or given up; what went out stays as it is."""
        count = send_again(ids=list(chosen.values_list("pk", flat=True)), now=timezone.now())
        if count:
            self.message_user(request, _("To be sent again: %(count)d.") % {"count": count})
        else:
            said = _("Only what was refused or given up can be sent again: choose such deliveries.")
            self.message_user(request, said, messages.WARNING)
