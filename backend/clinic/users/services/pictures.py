"""People's pictures: decoded, made small, and stored without what a camera writes into them."""

import threading
from datetime import datetime
from io import BytesIO
from typing import IO, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

from clinic.common import errors
from clinic.files.formats import JPEG, PNG, WEBP
from clinic.files.models import StoredFile
from clinic.files.registry import Kind
from clinic.files.services.storing import check_size, store_file
from clinic.files.services.sweeping import remove_unreferenced
from clinic.users.models import User

KIND: Final = Kind("portrait", _("Portrait"), (JPEG, PNG, WEBP))
SIDE: Final = 512
# Decoded, a pixel takes four bytes, and more while it is made small: a small file may unfold into
# gigabytes. A JPEG, which phones make, can be decoded small at once.
MOST_PIXELS: Final = {"JPEG": 25_000_000, "PNG": 12_000_000, "WEBP": 12_000_000}
# A JPEG may come in passes over the whole picture; cameras and programs write a dozen at most.
MOST_PASSES: Final = 64
START_OF_PASS: Final = b"\xff\xda"
# One picture is decoded at a time in each process: each takes a core and a hundred megabytes.
WAIT_SECONDS: Final = 1.0
RETRY_SECONDS: Final = 2
_decoding: Final = threading.Lock()


class NotAPicture(errors.WrongKind):
    """The content is no JPEG, PNG or WebP, whatever its name says (API: 415)."""

    sentence = _("This is not a picture. Please choose a JPEG, PNG or WebP file.")


class TooManyPixels(errors.TooLarge):
    """The picture would unfold into too much memory, or take too long (API: 413)."""

    sentence = _(
        "This picture has too many pixels. Please choose a JPEG of at most 25 megapixels, or a PNG"
        " or WebP of at most 12."
    )


def store_picture(*, user: User, upload: IO[bytes], now: datetime) -> User:
    """Store a small copy of the upload as the person's picture; raises as :func:`portrait_of`."""
    return keep_portrait(user=user, portrait=portrait_of(upload), now=now)


@transaction.atomic
def keep_portrait(*, user: User, portrait: IO[bytes], now: datetime) -> User:
    """Store what :func:`portrait_of` has made as the person's picture."""
    # What people call their pictures is not told to those who see them.
    stored = store_file(kind=KIND.name, upload=portrait, name=KIND.name, by=user, now=now)
    return _replace_portrait(user, stored)


def remove_picture(*, user: User) -> User:
    """Remove the person's picture, if there is one."""
    return _replace_portrait(user, None)


@transaction.atomic
def _replace_portrait(user: User, stored: StoredFile | None) -> User:
    locked: User = User.objects.select_for_update().get(pk=user.pk)
    old, locked.portrait = locked.portrait_id, stored
    locked.save(update_fields=["portrait"])
    if old:
        remove_unreferenced(file_id=old)
    return locked


def portrait_of(upload: IO[bytes], *, field: str = "file") -> BytesIO:
    """Return the picture, upright and at most 512 pixels a side, as WebP or JPEG.

    Only pixels are kept: place, camera and comments go. ``field`` is under which name the API was
    sent it. Raises ``EmptyFile``, ``TooLarge``, :class:`NotAPicture`, :class:`TooManyPixels` and,
    when others are before it, Busy.
    """
    check_size(upload, kind=KIND.name, field=field)
    if not _decoding.acquire(timeout=WAIT_SECONDS):
        raise errors.Busy(retry_after=RETRY_SECONDS)
    try:
        return _encoded_anew(_decoded_small(upload))
    finally:
        _decoding.release()


def _decoded_small(upload: IO[bytes]) -> Image.Image:
    try:
        with Image.open(upload, formats=tuple(MOST_PIXELS)) as image:
            _refuse_endless(image, upload)
            # Made small before anything else, which would copy the whole.
            image.draft("RGB", (2 * SIDE, 2 * SIDE))
            image.thumbnail((SIDE, SIDE))
            upright = ImageOps.exif_transpose(image)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise NotAPicture from None


def _encoded_anew(upright: Image.Image) -> BytesIO:
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    encoded = BytesIO()
    if upright.mode == "RGBA":
        bare.save(encoded, "WEBP", quality=85)
    else:
        bare.save(encoded, "JPEG", quality=85, optimize=True)
    return encoded


def _refuse_endless(image: Image.Image, upload: IO[bytes]) -> None:
    """Raise :class:`TooManyPixels` by what the file says of itself, before it is decoded."""
    # What phones make may be a JPEG of several pictures, which Pillow calls otherwise.
    is_jpeg = isinstance(image, JpegImageFile)
    if image.width * image.height > MOST_PIXELS["JPEG" if is_jpeg else image.format or ""]:
        raise TooManyPixels
    if is_jpeg:
        at = upload.tell()
        upload.seek(0)
        passes = upload.read().count(START_OF_PASS)
        upload.seek(at)
        if passes > MOST_PASSES:
            raise TooManyPixels
