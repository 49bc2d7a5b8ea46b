"""Django's admin over services: what a service refuses is said, not a server error."""

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
