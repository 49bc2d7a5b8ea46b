"""Django's admin over services: what they alone write is read-only, what they refuse is said."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ForeignKey
from django.http import HttpRequest, HttpResponseRedirect
from unfold.admin import ModelAdmin

from clinic.common.errors import DomainError


class SearchedSelect(AutocompleteSelect):
    """Shows nothing as chosen when what was sent cannot be an id; the field says what is wrong."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        """Return the chosen row, if there is one."""
        try:
            return super().optgroups(name, value, attr)
        except (ValueError, OverflowError):
            # Django looks it up by any text, though the field has refused it by now.
            return super().optgroups(name, [], attr)


class ServiceAdmin(ModelAdmin):
    """Its ``save_model`` and ``delete_model`` call services, whose refusals become messages."""

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **options: Any
    ) -> Any:
        """Return the field; what is searched for may be shown again whatever was sent."""
        if db_field.name in self.get_autocomplete_fields(request):
            using = options.get("using")
            options["widget"] = SearchedSelect(db_field, self.admin_site, using=using)
        return super().formfield_for_foreignkey(db_field, request, **options)

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
