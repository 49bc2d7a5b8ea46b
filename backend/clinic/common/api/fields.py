"""Fields that several serializers share."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

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


class AnyCaseChoiceField(serializers.ChoiceField):
    """A choice in whatever case: R1 writes ``Male`` and ``High``."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the choice as it is kept."""
        return super().to_internal_value(data.lower() if isinstance(data, str) else data)


if TYPE_CHECKING:
    SerializerBase = serializers.Serializer[Any]
else:
    SerializerBase = object


class TwinNamesMixin(SerializerBase):
    """Fields that documents call by two names.

    Who read both and sends both back has changed one: of the two, that one counts.
    """

    # The other name, and the field's own.
    twins: ClassVar[Mapping[str, str]] = {}

    def to_internal_value(self, data: Any) -> Any:
        """Leave out, where both are sent, the one that says nothing new."""
        if isinstance(data, Mapping) and self.instance is not None:
            present = self.to_representation(self.instance)
            both = [pair for pair in self.twins.items() if data.keys() >= set(pair)]
            stale = {other if data[other] == present[other] else own for other, own in both}
            data = {name: value for name, value in data.items() if name not in stale}
        return super().to_internal_value(data)
