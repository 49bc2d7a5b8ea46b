"""Supervision of stored files: what there is, and what refers to it. Nothing is loaded here."""

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from clinic.common.admin import ReadOnlyAdmin
from clinic.files.models import StoredFile, references
from clinic.files.registry import kind_named


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    """To search and to read. Contents are loaded where the app that owns them shows them."""

    list_display = (
        "id",
        "kind_in_words",
        "name",
        "content_type",
        "size_in_words",
        "uploaded_by",
        "uploaded_at",
    )
    list_filter = ("kind", "content_type", "uploaded_at")
    list_select_related = ("uploaded_by",)
    search_fields = ("=id", "name", "=sha256", "uploaded_by__username")
    ordering = ("-id",)
    fields = (
        "kind_in_words",
        "name",
        "content_type",
        "size_in_words",
        "sha256",
        "uploaded_by",
        "uploaded_at",
        "referred_to_by",
    )
    readonly_fields = ("kind_in_words", "size_in_words", "referred_to_by")

    @admin.display(description=_("kind"), ordering="kind")
    def kind_in_words(self, stored: StoredFile) -> str:
        """Return what the app that registered the kind calls it."""
        try:
            return str(kind_named(stored.kind).label)
        except LookupError:
            return stored.kind

    @admin.display(description=_("Size"), ordering="size")
    def size_in_words(self, stored: StoredFile) -> str:
        """Return the size as people read it."""
        return filesizeformat(stored.size)

    @admin.display(description=_("Referred to by"))
    def referred_to_by(self, stored: StoredFile) -> str:
        """Return the rows that refer to the file, by kind and id."""
        found = [
            f"{relation.related_model._meta.verbose_name} {pk}"  # noqa: SLF001  # Django's API
            for relation in references()
            for pk in relation.related_model._base_manager.filter(  # noqa: SLF001  # the same
                **{relation.field.name: stored.pk}
            ).values_list("pk", flat=True)
        ]
        return ", ".join(found) or "–"
