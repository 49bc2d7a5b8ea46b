"""People's pictures: decoded, made small, and stored without what a camera writes into them."""

from io import BytesIO
from typing import IO, Final
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from clinic.common import errors
from clinic.users.models import User

KINDS: Final = ("JPEG", "PNG", "WEBP")
SIDE: Final = 512
# Decoded, a pixel takes four bytes: a small file may unfold into gigabytes.
MOST_PIXELS: Final = 40_000_000


class NotAPicture(errors.WrongKind):
    """The content is no JPEG, PNG or WebP, whatever its name says (API: 415)."""

    sentence = _("This is not a picture. Please choose a JPEG, PNG or WebP file.")


class TooManyPixels(errors.TooLarge):
    """The picture would unfold into too much memory (API: 413)."""

    sentence = _("This picture has too many pixels. Please choose one of at most 40 megapixels.")


def store_picture(*, user: User, upload: IO[bytes]) -> User:
    """Store a small copy of the upload as the person's picture.

    Raises :class:`NotAPicture` and :class:`TooManyPixels`.
    """
    content, suffix = portrait_of(upload)
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
    try:
        with Image.open(upload, formats=KINDS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise TooManyPixels
            # A JPEG can be decoded small at once.
            image.draft("RGB", (2 * SIDE, 2 * SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((SIDE, SIDE))
            mode = "RGBA" if upright.has_transparency_data else "RGB"
            upright = upright.convert(mode)
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise NotAPicture from None
    bare = Image.new(mode, upright.size)
    bare.paste(upright)
    encoded = BytesIO()
    if mode == "RGBA":
        bare.save(encoded, "WEBP", quality=85)
        return encoded.getvalue(), ".webp"
    bare.save(encoded, "JPEG", quality=85, optimize=True)
    return encoded.getvalue(), ".jpg"
