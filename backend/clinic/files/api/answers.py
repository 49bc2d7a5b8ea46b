"""Sending a stored file: whole or in part, as a browser may keep it and as nothing but what it is.

There is no endpoint here. A view of the app that owns the file decides by its own rows who may load
it, and hands over to :func:`respond`.
"""

import asyncio
import re
from collections.abc import Mapping
from typing import IO, Any, Final
from urllib.parse import quote

import structlog
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from rest_framework.request import Request

from clinic.common import errors
from clinic.common.api.errors import error_body
from clinic.files.formats import JPEG, PDF, PNG, WEBP
from clinic.files.models import StoredFile

log = structlog.get_logger(__name__)

# Kept nowhere, unless the view says otherwise.
NO_STORE: Final = "private, no-store"
DAY_SECONDS: Final = 24 * 60 * 60
LONG_SECONDS: Final = 365 * DAY_SECONDS
# What a browser shows without running anything of it.
SHOWN: Final = frozenset(one.content_type for one in (JPEG, PNG, WEBP, PDF))
_ONE_RANGE: Final = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII)
_CHUNK_BYTES: Final = 64 * 1024


def respond(
    request: Request | HttpRequest,
    stored: StoredFile | None,
    *,
    inline: bool = False,
    cache: str = NO_STORE,
) -> HttpResponseBase:
    """Answer the file, or what the request asks of it (RFC 9110: ranges, conditions, HEAD).

    ``inline`` lets a browser show what is safe to show; ``cache`` is the ``Cache-Control`` header.
    Raises ``Missing`` when there is no file, or its bytes are gone.
    """
    if stored is None:
        raise errors.Missing
    if not stored.content.storage.exists(stored.content.name):
        log.error("files.bytes_missing", file=stored.pk)
        raise errors.Missing
    http: HttpRequest = getattr(request, "_request", request)
    headers = _headers(stored, inline=inline, cache=cache)
    unchanged = get_conditional_response(http, headers["ETag"], None, HttpResponse(headers=headers))
    if unchanged is not None and unchanged.status_code != HttpResponse.status_code:
        del unchanged.headers["Content-Type"]
        return unchanged
    if http.method == "GET" and _wants_a_part(http, headers["ETag"]):
        return _part(http, stored, headers)
    return _whole(http, stored, headers)


def while_named(request: Request, stored: StoredFile | None, *, is_public: bool) -> str:
    """Return a ``cache`` for an address that names the file by ``v=<its id>``.

    Such an address answers nothing else, ever: what is public may be kept for good, what is
    somebody's for a day. An address without, or with another file's id, is asked each time.
    """
    whose = "public" if is_public else "private"
    if stored is None or request.GET.get("v") != str(stored.pk):
        return f"{whose}, no-cache"
    return (
        f"{whose}, max-age={LONG_SECONDS}, immutable"
        if is_public
        else f"{whose}, max-age={DAY_SECONDS}"
    )


def _headers(stored: StoredFile, *, inline: bool, cache: str) -> dict[str, str]:
    shown = inline and stored.content_type in SHOWN
    return {
        "Content-Type": stored.content_type,
        "Content-Disposition": content_disposition_header(not shown, stored.name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": cache,
        "ETag": f'"{stored.sha256}"',
        "Accept-Ranges": "bytes",
    }


def _wants_a_part(http: HttpRequest, tag: str) -> bool:
    """Return whether one range is asked for, of the file as it is.

    Of several ranges, of one that makes no sense, and of another version the whole is sent.
    """
    asked = _ONE_RANGE.fullmatch(http.headers.get("Range", ""))
    is_range = asked is not None and any(asked.groups()) and not _is_backwards(*asked.groups())
    return is_range and http.headers.get("If-Range", tag) == tag


def _is_backwards(first: str, last: str) -> bool:
    return bool(first and last) and int(first) > int(last)


def _part(
    http: HttpRequest, stored: StoredFile, headers: Mapping[str, str]
) -> HttpResponse | StreamingHttpResponse:
    """Answer 206 with the range, or 416 when it begins behind the end."""
    match = _ONE_RANGE.fullmatch(http.headers["Range"])
    first, last = match.groups() if match else ("", "")
    start = int(first) if first else max(stored.size - int(last), 0)
    end = min(int(last), stored.size - 1) if first and last else stored.size - 1
    if start > end:
        sentence = _("The file has no such part.")
        refusal = JsonResponse(error_body(sentence, "range_not_satisfiable"), status=416)
        refusal.headers["Content-Range"] = f"bytes */{stored.size}"
        return refusal
    place = {"Content-Range": f"bytes {start}-{end}/{stored.size}"}
    return _streamed(http, stored, {**headers, **place}, start, end - start + 1)


def _whole(
    http: HttpRequest, stored: StoredFile, headers: Mapping[str, str]
) -> HttpResponse | StreamingHttpResponse:
    if settings.FILES_ACCEL_PREFIX:
        place = f"{settings.FILES_ACCEL_PREFIX}{quote(stored.content.name)}"
        return HttpResponse(headers={**headers, "X-Accel-Redirect": place})
    if http.method == "HEAD":
        return HttpResponse(headers={**headers, "Content-Length": str(stored.size)})
    return _streamed(http, stored, headers, 0, stored.size)


def _streamed(
    http: HttpRequest, stored: StoredFile, headers: Mapping[str, str], start: int, length: int
) -> StreamingHttpResponse:
    file = stored.content.storage.open(stored.content.name)
    file.seek(start)
    # Django would read all of a plain iterator before the first byte is sent by ASGI.
    pieces = AsyncPieces if isinstance(http, ASGIRequest) else Pieces
    return StreamingHttpResponse(
        pieces(file, length),
        status=206 if "Content-Range" in headers else 200,
        headers={**headers, "Content-Length": str(length)},
    )


class Pieces:
    """The next so many bytes of a file, which is closed with the answer."""

    def __init__(self, file: IO[bytes] | Any, length: int) -> None:
        self.file, self.left = file, length

    def __iter__(self) -> "Pieces":
        return self

    def __next__(self) -> bytes:
        """Return the next piece."""
        piece = self.next_piece()
        if not piece:
            raise StopIteration
        return piece

    def next_piece(self) -> bytes:
        """Return the next piece, empty at the end."""
        piece: bytes = self.file.read(min(self.left, _CHUNK_BYTES))
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        """Close the file."""
        self.file.close()


class AsyncPieces:
    """The same, read on threads while the event loop serves others."""

    def __init__(self, file: IO[bytes] | Any, length: int) -> None:
        self.pieces = Pieces(file, length)

    def __aiter__(self) -> "AsyncPieces":
        return self

    async def __anext__(self) -> bytes:
        """Return the next piece."""
        piece = await asyncio.to_thread(self.pieces.next_piece)
        if not piece:
            raise StopAsyncIteration
        return piece

    def close(self) -> None:
        """Close the file."""
        self.pieces.close()
