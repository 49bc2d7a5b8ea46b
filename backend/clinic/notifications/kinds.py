"""The kinds of notifications, and what each says in the reader's language.

Texts are made from kind and data when they are read. Filled by the slices; pure but for the active
language.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """``title`` is the headline, ``sentence`` says what happened, with whom and when."""

    name: str
    title: Promise
    sentence: Callable[[Data], str]


_KINDS: dict[str, Kind] = {}


def register_kinds(*kinds: Kind) -> None:
    """Let people be told of these."""
    _KINDS.update({kind.name: kind for kind in kinds})


def known_kinds() -> list[Kind]:
    """Return all kinds."""
    return list(_KINDS.values())


def title_of(kind: str) -> str:
    """Return the headline."""
    return str(_KINDS[kind].title)


def text_of(kind: str, data: Data) -> str:
    """Return the sentence."""
    return _KINDS[kind].sentence(data)
