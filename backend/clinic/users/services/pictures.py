"""People's pictures: decoded, made small, and stored without what a camera writes into them."""

import threading
from io import BytesIO
from typing import IO, Final
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

from clinic.common import errors
from clinic.users.models import User

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


def store_picture(*, user: User, upload: IO[bytes]) -> User:
    """Store a small copy of the upload as the person's picture.

    Raises :class:`NotAPicture`, :class:`TooManyPixels` and, when others are before it, Busy.
    """
    return keep_portrait(user=user, portrait=portrait_of(upload))


def keep_portrait(*, user: User, portrait: tuple[bytes, str]) -> User:
    """Store what :func:`portrait_of` has made as the person's picture."""
    content, suffix = portrait
    return _replace_picture(user, ContentFile(content, name=f"{uuid4().hex}{suffix}"))


def remove_picture(*, user: User) -> User:
    """Remove the person's picture, if there is one."""
    return _replace_picture(user, None)


@transaction.atomic
def _replace_picture(user: User, content: "ContentFile[bytes] | None") -> User:
    locked: User = User.objects.select_for_update().get(pk=user.pk)
    storage, old = locked.picture.storage, locked.picture.name
    if content is None:
        locked.picture.name = ""
    else:
        locked.picture.save(content.name or "", content, save=False)
    locked.save(update_fields=["picture"])
    if old:
        # Only then: a rollback must find the old file again.
        transaction.on_commit(lambda: storage.delete(old), robust=True)
    return locked


def portrait_of(upload: IO[bytes]) -> tuple[bytes, str]:
    """Return the picture, upright and at most 512 pixels a side, as WebP or JPEG, and its suffix.

    Only pixels are kept: place, camera and comments go. Raises as :func:`store_picture`.
    """
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


def _encoded_anew(upright: Image.Image) -> tuple[bytes, str]:
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    encoded = BytesIO()
    if upright.mode == "RGBA":
        bare.save(encoded, "WEBP", quality=85)
        return encoded.getvalue(), ".webp"
    bare.save(encoded, "JPEG", quality=85, optimize=True)
    return encoded.getvalue(), ".jpg"


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
