"""Names of files as people gave them, safe to show and to save under on any system."""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

MOST_BYTES: Final = 180
NAMELESS: Final = "document"
# Windows opens a device for these, whatever suffix follows.
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')
_FOLDERS: Final = re.compile(r"[/\\]")


def cleaned_name(given: str, *, suffixes: tuple[str, ...]) -> str:
    """Return the name without folders, control characters, marks that turn the direction of
    writing, and what Windows refuses; it ends in one of the suffixes that its content may have.

    Another suffix stays before the right one: ``letter.exe`` with the content of a PDF becomes
    ``letter.exe.pdf``.
    """
    name = _FOLDERS.split(unicodedata.normalize("NFC", given))[-1]
    name = "".join(letter if _is_shown(letter) else "" for letter in name)
    name = " ".join(_FORBIDDEN.sub("_", name).split()).strip(". ")
    suffix = PurePosixPath(name).suffix
    stem = name.removesuffix(suffix)
    if suffix.lower() not in suffixes:
        stem, suffix = name, suffixes[0]
    stem = stem.encode()[:MOST_BYTES].decode(errors="ignore").strip(". ")
    if _RESERVED.match(stem + suffix):
        stem = f"_{stem}"
    return (stem or NAMELESS) + suffix


def _is_shown(letter: str) -> bool:
    """Return whether it is no control, formatting, private or half character."""
    return letter.isspace() or unicodedata.category(letter)[0] != "C"
