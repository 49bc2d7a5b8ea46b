"""Django's admin over services: what they alone write is read-only, what they refuse is said."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from unfold.admin import ModelAdmin

from clinic.common.errors import DomainError


class ServiceAdmin(ModelAdmin):
    """Its ``save_model`` and ``delete_model`` call services, whose refusals become messages."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Save; a refusal undoes everything and leads back to the form."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            return HttpResponseRedirect(request.get_full_path())


class ReadOnlyAdmin(ModelAdmin):
    """Rows that services alone write: nobody does here, whoever they are."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False
