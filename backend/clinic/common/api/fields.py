"""Fields that several serializers share."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.db import models
from rest_framework import serializers

from clinic.common.text import shows_nothing, undirected

M = TypeVar("M", bound=models.Model)


class TextField(serializers.CharField):
    """What people write: where nothing can be seen of it, it is empty."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Refuse what shows nothing where something must be said."""
        is_unseen = isinstance(data, str) and shows_nothing(data)
        return super().run_validation("" if is_unseen else data)


class LineField(TextField):
    """One line of text: a name, a street. Line breaks and runs of spaces become one space, and
    nothing turns the order of its letters round."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text as one line."""
        return " ".join(undirected(super().to_internal_value(data)).split())


class ModelSerializer(serializers.ModelSerializer[M]):
    """Its texts are read as people see them, those too that it takes from the model."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: TextField,
        models.TextField: TextField,
    }


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
