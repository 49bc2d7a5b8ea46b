"""The journal in Django's admin: to search and to read."""

from django.contrib import admin

from clinic.audit.models import AuditEntry, AuditSeal
from clinic.common.admin import ReadOnlyAdmin


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
