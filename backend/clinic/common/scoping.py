"""Rows that nobody reads through the API, whoever they are (ADR 2)."""

from typing import Any, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class PrivateQuerySet(models.QuerySet[M]):
    """The machinery's own rows: only operators see them, in Django's admin."""

    def visible_to(self, _viewer: Any, /) -> Self:
        """Return none."""
        return self.none()
