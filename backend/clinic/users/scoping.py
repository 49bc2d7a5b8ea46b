"""The one guard in front of people's rows (ADR 2): a role sees nothing unless a model says what."""

from typing import Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models

from clinic.users.models import User
from clinic.users.roles import Role

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Every read of such rows on someone's behalf starts with ``visible_to``."""

    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Return the rows that ``viewer`` may know exist; none before approval or once closed."""
        if not isinstance(viewer, User) or not viewer.is_active or not viewer.is_approved:
            return self.none()
        if viewer.role == Role.ADMIN:
            return self.for_admin(viewer)
        if viewer.role == Role.DOCTOR:
            return self.for_doctor(viewer)
        if viewer.role == Role.PATIENT:
            return self.for_patient(viewer)
        return self.none()

    def for_admin(self, _viewer: User, /) -> Self:
        """Return what an admin sees: each model says it for itself."""
        return self.none()

    def for_doctor(self, _viewer: User, /) -> Self:
        """Return what an approved doctor sees."""
        return self.none()

    def for_patient(self, _viewer: User, /) -> Self:
        """Return what an approved patient sees."""
        return self.none()
