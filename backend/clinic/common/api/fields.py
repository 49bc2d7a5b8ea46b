"""Fields that several serializers share."""

from typing import Any

from rest_framework import serializers


class LineField(serializers.CharField):
    """One line of text: a name, a street. Line breaks and runs of spaces become one space."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text as one line."""
        return " ".join(super().to_internal_value(data).split())
