"""What a file is, whatever it calls itself."""

import struct
from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image

from clinic.files import formats
from clinic.files.tests.conftest import PDF_CONTENT, WORD, archive, picture, word


def phone_picture() -> bytes:
    content, depth = BytesIO(), Image.new("RGB", (4, 3))
    Image.new("RGB", (40, 30)).save(content, "MPO", save_all=True, append_images=[depth])
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PDF_CONTENT, formats.PDF),
        (picture("JPEG"), formats.JPEG),
        (phone_picture(), formats.JPEG),
        (picture("PNG"), formats.PNG),
        (picture("WEBP"), formats.WEBP),
        (word(), formats.DOCX),
        (word(**{"docProps/app.xml": "x"}), formats.DOCX),
        # Two things at once are what they begin with, and are sent as that.
        (picture("PNG") + b"<script>alert(1)</script>", formats.PNG),
        (picture("JPEG") + word(), formats.JPEG),
        (PDF_CONTENT + word(), formats.PDF),
    ],
)
def test_what_is_accepted_is_recognised_by_content(content: bytes, found: formats.Format) -> None:
    upload = BytesIO(content)
    assert formats.format_of(upload) is found
    assert upload.tell() == 0


def encrypted() -> bytes:
    """Return a document whose parts say that they are encrypted."""
    content = bytearray(word())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def bomb() -> bytes:
    """Return a small document that says it unfolds into gigabytes."""
    content = bytearray(word(**{"word/media/a.bin": "\0" * 10_000}))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 4_000_000_000)
    return bytes(content)


def crowd() -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as made:
        for name in ("word/document.xml", "[Content_Types].xml"):
            made.writestr(name, WORD)
        for number in range(formats.MOST_PARTS):
            made.writestr(str(number), "")
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PD",
        b" %PDF-1.7",
        b"MZ\x90\x00\x03",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        picture("BMP"),
        picture("GIF"),
        picture("TIFF"),
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        b"RIFF\x00\x00\x00\x00WEBP",
        # A picture that says it has four thousand million pixels.
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\x02\0\0\0\x82\xc0\xd4\x8d",
        archive({"a.txt": "no document"}),
        archive({"word/document.xml": "<w:document/>"}),
        archive({"word/document.xml": "", "[Content_Types].xml": "something else"}),
        archive({"[Content_Types].xml": WORD}),
        word(**{"word/vbaProject.bin": "macros"}),
        word()[:-30],
        b"PK\x03\x04" + b"\0" * 40,
        encrypted(),
        bomb(),
        crowd(),
    ],
)
def test_anything_else_is_nothing(content: bytes) -> None:
    assert formats.format_of(BytesIO(content)) is None
