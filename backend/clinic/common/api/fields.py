"""Fields that several serializers share."""

from typing import Any

from rest_framework import serializers


class LineField(serializers.CharField):
    """One line of text: a name, a street. Line breaks and runs of spaces become one space."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text as one line."""
        return " ".join(super().to_internal_value(data).split())


class BoundedListField(serializers.ListField):
    """A list with ``max_length``, which is counted before its items are looked at.

    DRF's own looks at each first: a quarter of a million wrong ones cost seconds, and as many
    messages.
    """

    def to_internal_value(self, data: Any) -> list[Any]:
        """Return the items."""
        if isinstance(data, list):
            self.run_validators(data)
        items: list[Any] = super().to_internal_value(data)
        return items
