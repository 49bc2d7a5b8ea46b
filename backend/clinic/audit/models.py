"""Entries and their seals. The database itself refuses to change or delete either.

The triggers are in the migration ``0002_append_only``.
"""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final, Self

from django.conf import settings
from django.db import connection, models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from clinic.audit.registry import ids_of
from clinic.common.scoping import PrivateQuerySet, ScopedQuerySet

# What is said in a reason is kept whole, so none that is journalled may be longer.
LONGEST_REASON: Final = 300


class Action(models.TextChoices):
    """What somebody did."""

    READ = "read", _("Read")
    WRITE = "write", _("Changed")
    SIGN_IN = "sign_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Failed to sign in")


class AuditQuerySet(ScopedQuerySet["AuditEntry"]):
    """The journal, for those who answer for it."""

    def for_admin(self, _viewer: Any, /) -> Self:
        """Return all: admins answer for who sees what (API.md ``/api/audit/``)."""
        return self.all()

    def about_patient(self, patient_id: int) -> Self:
        """Return the entries in which that patient's data were seen or changed, also in a record
        that has been merged into theirs since."""
        ids = ids_of(patient_id)
        if connection.vendor == "postgresql":
            # The index ``audit_by_patient`` of 0002 serves this.
            return self.filter(reduce(or_, (models.Q(patients__contains=[one]) for one in ids)))
        written = self.alias(written=Cast("patients", models.TextField()))
        return written.filter(written__regex=rf"\b({'|'.join(map(str, ids))})\b")


class AuditEntry(models.Model):
    """One request that saw or changed other people's data, or one sign-in. Never changed.

    Who, when, from where, which objects, whose data and why; no names, no contents.
    """

    at = models.DateTimeField(_("at"))
    # Rows outlive accounts: nothing may ever be written here, not even an emptied reference.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        null=True,
        blank=True,
    )
    role = models.CharField(_("as"), max_length=10, blank=True)
    address = models.GenericIPAddressField(_("from"), null=True, blank=True)
    action = models.CharField(_("action"), max_length=14, choices=Action)
    # The model, such as "Patient", and the route's name.
    subject = models.CharField(_("what"), max_length=60, blank=True)
    route = models.CharField(_("route"), max_length=80, blank=True)
    objects_seen = models.JSONField(_("objects"), default=list)
    patients = models.JSONField(_("patients"), default=list)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [
            # Read by the list of what one person did.
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
            # Read by sealing and by retention.
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.action} {self.subject}"


class SealQuerySet(PrivateQuerySet["AuditSeal"]):
    """Seals: operators verify them on the command line."""

    def reaching(self, since: datetime) -> Self:
        """Return those that may list entries from that instant or later."""
        # The oldest seals kept no instant of their entries; they were made after them.
        unknown = models.Q(latest_at=None, made_at__gte=since)
        return self.filter(models.Q(latest_at__gte=since) | unknown)


class AuditSeal(models.Model):
    """A hash over some entries of one month and over the seal before. Never changed.

    Entries commit in any order: a seal lists those that it covers, and what commits late goes
    into the next one.
    """

    made_at = models.DateTimeField(_("made at"))
    # That of its last entry. Rows are never changed, so seals from before this column have none.
    latest_at = models.DateTimeField(_("last entry at"), null=True, blank=True)
    entries = models.JSONField(_("entries"))
    digest = models.CharField(_("hash of the entries"), max_length=64)
    # Two sealers at once: one of them loses.
    previous = models.CharField(_("hash of the seal before"), max_length=64, unique=True)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit seal")
        verbose_name_plural = _("audit seals")
        # Read by the sealer and by retention.
        indexes = [
            models.Index(fields=["latest_at"], name="seal_by_latest"),
            models.Index(fields=["made_at"], name="seal_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.hash[:12]}"
