"""Accounts and their browser or program sessions."""

import uuid
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from clinic.users.roles import Role


class UserQuerySet(models.QuerySet["User"]):
    """Reads of accounts."""

    def visible_to(self, viewer: "User | AnonymousUser") -> Self:
        """Return the accounts that ``viewer`` may know exist: their own, or all for an admin."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.role == Role.ADMIN and viewer.is_approved:
            return self.for_admin(viewer)
        return self.filter(pk=viewer.pk)

    def for_admin(self, _viewer: "User", /) -> Self:
        """Return all: admins run the accounts (R3)."""
        return self.all()


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # a base made at run time
    """Creates accounts; the command line makes the first admin."""

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra: Any
    ) -> "User":
        """Create an approved ADMIN (``createsuperuser``)."""
        email = (email or "").lower()
        extra.setdefault("role", Role.ADMIN)
        extra.setdefault("is_approved", True)
        created: User = super().create_superuser(username, email, password, **extra)
        return created


class User(AbstractUser):
    """A person who can sign in. Names live on the profile; an admin is named by username."""

    first_name = None  # type: ignore[assignment]  # Django's way to drop a field
    last_name = None  # type: ignore[assignment]  # as above

    username = models.CharField(_("username"), max_length=150, unique=True)
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.PATIENT)
    is_approved = models.BooleanField(_("approved"), default=False)
    email_verified_at = models.DateTimeField(_("e-mail verified at"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    bio = models.TextField(_("about"), max_length=2000, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")], default="fr"
    )
    portrait = models.ForeignKey(
        "files.StoredFile",
        verbose_name=_("picture"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    objects: ClassVar[UserManager] = UserManager()

    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_email"),
            models.UniqueConstraint(Lower("username"), name="one_account_per_username"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="known_role"),
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """Return the username: people's names are on their profile."""
        return self.username

    def get_short_name(self) -> str:
        """Return the username."""
        return self.username


class SessionQuerySet(models.QuerySet["Session"]):
    """Reads of sessions."""

    def visible_to(self, viewer: "User | AnonymousUser") -> Self:
        """Return the viewer's own sessions."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        return self.filter(user=viewer)

    def alive(self) -> Self:
        """Return the sessions that nobody ended."""
        return self.filter(revoked_at=None)


class Session(models.Model):
    """One sign-in and the family of refresh tokens that came from it.

    Only the newest token of the family is good. The one before it is spared for a moment, because
    two tabs may send it at once; any other that comes back was stolen, and ends the session
    (API.md "Auth").
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        User, verbose_name=_("account"), on_delete=models.CASCADE, related_name="sessions"
    )
    current_jti = models.CharField(max_length=64)
    previous_jti = models.CharField(max_length=64, blank=True, db_default="")
    user_agent = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    rotated_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return f"{self.user_id} {self.started_at:%Y-%m-%d %H:%M}"
