"""A kind of file that only these tests have, contents of every format, a folder for the bytes."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils.functional import lazystr
from PIL import Image

from clinic.files import registry
from clinic.files.formats import DOCX, JPEG, PDF, PNG, WEBP
from clinic.files.models import StoredFile
from clinic.files.services.storing import store_file

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PDF_CONTENT = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


def picture(kind: str) -> bytes:
    content = BytesIO()
    Image.new("RGB", (8, 6), (200, 30, 30)).save(content, kind)
    return content.getvalue()


def archive(parts: dict[str, str]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return content.getvalue()


def word(**more: str) -> bytes:
    parts = {"_rels/.rels": "", "word/document.xml": "<w:document/>", "[Content_Types].xml": WORD}
    return archive(parts | more)


@pytest.fixture(autouse=True)
def root(settings: Any, tmp_path: Path) -> Path:
    """Keep files in a folder of the test's own."""
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture(autouse=True)
def note() -> Iterator[None]:
    """Let files of the kind ``note`` be stored: R2's list, and WebP."""
    label = lazystr("Note")
    registry.register_kind(registry.Kind("note", label, (PDF, JPEG, PNG, WEBP, DOCX)))
    yield
    registry._KINDS.pop("note")


def stored(content: bytes = PDF_CONTENT, *, now: datetime, name: str = "a.pdf") -> StoredFile:
    return store_file(kind="note", upload=BytesIO(content), name=name, by=None, now=now)


def on_disk(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
