"""Which kinds of files there are. Filled by ``config`` when Django is ready."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise

from clinic.files.formats import Format

MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class Kind:
    """What files of one purpose may be, and how large."""

    name: str
    label: str | Promise
    formats: tuple[Format, ...]
    # Whole mebibytes; what is sent through the API has at most 10 (``MAX_UPLOAD_BYTES``).
    most_bytes: int = 10 * MEBIBYTE


_KINDS: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Let files of that kind be stored."""
    _KINDS[kind.name] = kind


def kind_named(name: str) -> Kind:
    """Return a kind. Raises LookupError when nobody registered it."""
    return _KINDS[name]
