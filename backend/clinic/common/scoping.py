"""The one guard in front of people's rows (ADR 2): a role sees nothing unless a model says what."""

from typing import Any, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Every read of such rows on someone's behalf starts with ``visible_to``.

    The viewer is an account (``clinic.users``) or nobody: apps below accounts stand on this too.
    """

    def visible_to(self, viewer: Any, /) -> Self:
        """Return the rows that ``viewer`` may know exist; none before approval or once closed."""
        if not (getattr(viewer, "is_active", False) and getattr(viewer, "is_approved", False)):
            return self.none()
        # As ``users.roles`` names them.
        seen_by = {"ADMIN": self.for_admin, "DOCTOR": self.for_doctor, "PATIENT": self.for_patient}
        scope = seen_by.get(viewer.role)
        return scope(viewer) if scope else self.none()

    def for_admin(self, _viewer: Any, /) -> Self:
        """Return what an admin sees: each model says it for itself."""
        return self.none()

    def for_doctor(self, _viewer: Any, /) -> Self:
        """Return what an approved doctor sees."""
        return self.none()

    def for_patient(self, _viewer: Any, /) -> Self:
        """Return what an approved patient sees."""
        return self.none()


class PrivateQuerySet(models.QuerySet[M]):
    """The machinery's own rows: nobody reads them through the API, only operators in Django's
    admin."""

    def visible_to(self, _viewer: Any, /) -> Self:
        """Return none."""
        return self.none()
