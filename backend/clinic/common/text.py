"""Texts as people see them, folded for search, and instants as the API writes them."""

import unicodedata
from datetime import UTC, datetime
from typing import Final

# Marks that turn the order of letters round: in a name they would let one person pose as another.
DIRECTING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and symbols that are drawn as a blank: fillers of Hangul, and Braille's empty cell.
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Control, format and unassigned characters; separators; marks, which need a letter to stand on.
_UNSEEN_CATEGORIES: Final = "CZM"


def shows_nothing(text: str) -> bool:
    """Return whether nobody would see anything of ``text``, however long it is."""
    return all(
        char in _BLANK or unicodedata.category(char)[0] in _UNSEEN_CATEGORIES for char in text
    )


def undirected(text: str) -> str:
    """Return ``text`` in the order in which its letters stand."""
    return "".join(char for char in text if char not in DIRECTING)


def search_key(text: str) -> str:
    """Return ``text`` without accents, in lower case, with single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(
        bare.replace("-", " ")
        .replace("'", " ")
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", " ")
        .split()
    )


def iso_utc(instant: datetime) -> str:
    """Return an instant as the API writes it: ISO 8601 with ``Z`` (API.md "Times")."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
