"""Storing a file: its bytes first, then its row in the caller's transaction."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from os import SEEK_END
from typing import IO, Any, Final
from uuid import uuid4

import structlog
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from clinic.common import errors
from clinic.files.formats import Format, format_of
from clinic.files.models import StoredFile
from clinic.files.names import cleaned_name
from clinic.files.registry import MEBIBYTE, Kind, kind_named
from clinic.files.storage import files_storage

log = structlog.get_logger(__name__)

RETRY_SECONDS: Final = 60


class EmptyFile(errors.Invalid):
    """There is nothing in the file (API: 400)."""

    sentence = _("This file is empty. Please choose another one.")


class NotKept(errors.Busy):
    """The disk is full, or broken (API: 503)."""

    code = "not_kept"
    sentence = _("Your file could not be kept: our storage is full. Please try again later.")


def store_file(
    *, kind: str, upload: IO[bytes], name: str, by: Any, now: datetime, field: str = "file"
) -> StoredFile:
    """Store the upload, whatever its name, as what its content is.

    The bytes are written at once, and the row in the caller's transaction: if that is rolled back,
    the sweeper removes the bytes a day later. ``by`` is the account that sent it, or None;
    ``field`` is under which name the API was sent it. Raises :class:`EmptyFile`,
    :class:`NotKept`, ``TooLarge``, ``WrongKind``, and LookupError for a kind that nobody
    registered.
    """
    check_size(upload, kind=kind, field=field)
    rules = kind_named(kind)
    found = _accepted(upload, rules)
    content = _Measured(upload, rules)
    stored = StoredFile(kind=kind, uploaded_by=by, uploaded_at=now)
    stored.name = cleaned_name(name, suffixes=found.suffixes)
    stored.content_type = found.content_type
    stored.content.name = f"{now:%Y/%m}/{uuid4().hex}{found.suffixes[0]}"
    try:
        _write(stored.content.name, content)
        stored.size, stored.sha256 = content.length, content.digest.hexdigest()
        stored.save(force_insert=True)
    except BaseException:
        files_storage().delete(stored.content.name)
        raise
    return stored


def check_size(upload: IO[bytes], *, kind: str, field: str = "file") -> None:
    """Raise :class:`EmptyFile` or ``TooLarge``; the upload is left at its beginning."""
    rules, length = kind_named(kind), upload.seek(0, SEEK_END)
    upload.seek(0)
    if not length:
        raise EmptyFile(details={field: [EmptyFile.sentence]})
    if length > rules.most_bytes:
        raise _too_large(rules)


def _accepted(upload: IO[bytes], rules: Kind) -> Format:
    found = format_of(upload)
    if found not in rules.formats:
        names = ", ".join(one.name for one in rules.formats)
        sentence = _("This kind of file is not accepted here. Please choose one of: %(names)s.")
        raise errors.WrongKind(sentence % {"names": names})
    return found


def _too_large(rules: Kind) -> errors.TooLarge:
    sentence = _("This file is larger than %(size)d MB. Please choose a smaller one.")
    return errors.TooLarge(sentence % {"size": rules.most_bytes // MEBIBYTE})


def _write(path: str, content: "_Measured") -> None:
    try:
        files_storage().save(path, content)
    except OSError as error:
        log.error("files.not_kept", error=type(error).__name__)  # noqa: TRY400  # the text names a path
        raise NotKept(retry_after=RETRY_SECONDS) from None


class _Measured(File):  # type: ignore[type-arg]  # generic in the stubs alone
    """An upload that is hashed and counted while it is read, piece by piece."""

    def __init__(self, upload: IO[bytes], rules: Kind) -> None:
        super().__init__(upload)
        self.rules = rules
        self.length, self.digest = 0, hashlib.sha256()

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the pieces. Raises ``TooLarge`` when there are too many."""
        for chunk in super().chunks(chunk_size):
            self.length += len(chunk)
            if self.length > self.rules.most_bytes:
                raise _too_large(self.rules)
            self.digest.update(chunk)
            yield chunk
