"""Uploaded files: how large they may be, and how they are sent."""

import mimetypes
from collections.abc import Iterable

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from clinic.common import errors


class AnyAccept(BaseContentNegotiation):
    """Answers whatever ``Accept`` says: a browser that loads a picture does not ask for JSON."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        """Return the parser for the body's type; None is answered 415."""
        kind = (request.content_type or "").split(";")[0]
        return next((one for one in parsers if one.media_type == kind), None)

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        """Return the first renderer, for the errors."""
        first = next(iter(renderers))
        return first, first.media_type or ""


def refuse_large_file(file: UploadedFile) -> None:
    """Raise :class:`TooLarge` when the file has one byte too many."""
    if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
        raise errors.TooLarge


def picture_answer(request: Request, file: FieldFile, *, shared: bool) -> FileResponse:
    """Send a stored picture so that a browser takes it for nothing else.

    An address with the mark ``v`` changes with the content, so caches may keep what it answers;
    those between people only what is ``shared``. Raises :class:`Missing`.
    """
    try:
        content = file.storage.open(file.name) if file.name else None
    except FileNotFoundError:
        content = None
    if content is None:
        raise errors.Missing
    kind = mimetypes.guess_type(file.name or "")[0] or "application/octet-stream"
    answer = FileResponse(content, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    life = "max-age=86400" if "v" in request.query_params else "no-cache"
    answer["Cache-Control"] = f"{'public' if shared else 'private'}, {life}"
    return answer
