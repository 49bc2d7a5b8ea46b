"""What a file is, by its content alone: neither its name nor what the sender calls it decides.

Pictures are recognised by Pillow, Word's documents by what their archive says of itself. No more of
a file is unfolded than is needed for that.
"""

import zlib
from dataclasses import dataclass
from typing import IO, Final
from zipfile import BadZipFile, ZipFile

from PIL import Image


@dataclass(frozen=True)
class Format:
    """A kind of content: its name for people, its media type, and the suffixes that it may have."""

    name: str
    content_type: str
    suffixes: tuple[str, ...]


JPEG: Final = Format("JPEG", "image/jpeg", (".jpg", ".jpeg"))
PNG: Final = Format("PNG", "image/png", (".png",))
WEBP: Final = Format("WebP", "image/webp", (".webp",))
PDF: Final = Format("PDF", "application/pdf", (".pdf",))
DOCX: Final = Format(
    "DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)
)

# What Pillow calls them; what phones make may be a JPEG of several pictures.
_PICTURES: Final = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "WEBP": WEBP}

_WORD: Final = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ENTRY: Final = b"PK\x01\x02"
# A document has dozens of parts; each takes memory as soon as the archive is looked at.
MOST_PARTS: Final = 5000
MOST_UNFOLDED_BYTES: Final = 200 * 1024 * 1024
_READ_BYTES: Final = 1024 * 1024


def format_of(content: IO[bytes]) -> Format | None:
    """Return what the content is; None when it is nothing that is ever accepted.

    The content is left at its beginning.
    """
    content.seek(0)
    try:
        head = content.read(5)
        if head == b"%PDF-":
            return PDF
        if head.startswith(b"PK"):
            return DOCX if _is_word_document(content) else None
        return _picture_format_of(content)
    finally:
        content.seek(0)


def _picture_format_of(content: IO[bytes]) -> Format | None:
    content.seek(0)
    try:
        # Reads what the picture says of itself; decodes nothing.
        with Image.open(content, formats=("JPEG", "PNG", "WEBP")) as image:
            return _PICTURES.get(image.format or "")
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError):
        return None


def _is_word_document(content: IO[bytes]) -> bool:
    """Return whether the archive is a document without macros, of a bearable size unfolded."""
    if _count(content, _ENTRY) > MOST_PARTS:
        return False
    try:
        with ZipFile(content) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MOST_UNFOLDED_BYTES:
                return False
            names = {part.filename.lower() for part in parts}
            with archive.open("[Content_Types].xml") as types:
                is_document = _WORD in types.read(_READ_BYTES)
    except (BadZipFile, KeyError, OSError, ValueError, RuntimeError, EOFError, zlib.error):
        return False
    has_macros = any(name.endswith("vbaproject.bin") for name in names)
    return is_document and "word/document.xml" in names and not has_macros


def _count(content: IO[bytes], mark: bytes) -> int:
    """Return how often the mark occurs; what lies across two readings does not count."""
    content.seek(0)
    count = 0
    while chunk := content.read(_READ_BYTES):
        count += chunk.count(mark)
    return count
