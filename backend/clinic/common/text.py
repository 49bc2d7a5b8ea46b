"""Texts for machines: folded for search, instants as the API writes them."""

import unicodedata
from datetime import UTC, datetime


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
