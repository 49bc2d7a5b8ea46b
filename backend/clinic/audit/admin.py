"""The journal in Django's admin: to search and to read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from clinic.audit.models import AuditEntry, AuditSeal


class ReadOnlyAdmin(ModelAdmin):
    """Nobody writes here, whoever they are."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who saw and changed what."""

    list_display = ("id", "at", "actor", "role", "action", "subject", "address")
    list_filter = ("action", "role", "subject", "at")
    list_select_related = ("actor",)
    search_fields = ("=id", "actor__username", "actor__email", "address")
    ordering = ("-id",)


@admin.register(AuditSeal)
class AuditSealAdmin(ReadOnlyAdmin):
    """The chain."""

    list_display = ("id", "made_at", "hash")
    ordering = ("-id",)
