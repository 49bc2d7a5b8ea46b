"""One row for each stored file; its bytes lie apart (``clinic.files.storage``)."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from clinic.common.scoping import ScopedQuerySet
from clinic.files.storage import files_storage


class StoredFileQuerySet(ScopedQuerySet["StoredFile"]):
    """Reads of stored files.

    People load a file at the endpoint of the app that owns it, which starts at its own rows.
    """

    def for_admin(self, _viewer: Any, /) -> Self:
        """Return all: admins supervise what is stored. The rows hold no contents."""
        return self.all()

    def unreferenced(self) -> Self:
        """Return the files that no row of any app refers to."""
        rows = self
        for relation in references():
            owners = relation.related_model._base_manager  # noqa: SLF001  # rows that a manager hides count too
            rows = rows.exclude(Exists(owners.filter(**{relation.field.name: OuterRef("pk")})))
        return rows


class StoredFile(models.Model):
    """A file as somebody sent it: what it is, by its content, and its hash. Never changed."""

    kind = models.CharField(_("kind"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("In bytes."))
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.FileField(_("content"), storage=files_storage, unique=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    # Read by the sweeper.
    uploaded_at = models.DateTimeField(_("uploaded at"), db_index=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


def references() -> list[Any]:
    """Return the relations by which rows of any app refer to files, hidden ones too."""
    relations = StoredFile._meta.get_fields(include_hidden=True)  # noqa: SLF001  # Django's API
    return [one for one in relations if one.auto_created and (one.one_to_many or one.one_to_one)]
