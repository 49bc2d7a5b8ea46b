"""Text folding, so that search ignores accents and case."""

import unicodedata


def folded(text: str) -> str:
    """Return ``text`` without accents, in lower case, with single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(
        bare.replace("-", " ")
        .replace("'", " ")
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", " ")
        .split()
    )
