"""How much may be sent at once."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from clinic.common.api.errors import error_body
from clinic.common.errors import BodyTooLarge

# What a multipart body has around the file.
ENVELOPE_BYTES: Final = 64 * 1024
# As much as nginx lets through (deploy/nginx.conf).
MOST_DISCARDED: Final = 11 * 1024 * 1024


class BoundedBodyMiddleware:
    """Refuses a body by its announced length.

    Nothing longer than announced is read later, nor anything whose length is not announced.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 413, or pass on."""
        if announced_bytes(request) > most_bytes(request):
            discard(request)
            refusal = BodyTooLarge()
            return JsonResponse(error_body(refusal.message, refusal.code), status=413)
        return self.get_response(request)


def announced_bytes(request: HttpRequest) -> int:
    """Return what the request says of its length, as Django reads it."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def most_bytes(request: HttpRequest) -> int:
    """Return how long the body may be: with files, as long as the largest of them."""
    if request.content_type == "multipart/form-data":
        return int(settings.MAX_UPLOAD_BYTES) + ENVELOPE_BYTES
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def discard(request: HttpRequest) -> None:
    """Read what is still being sent: under gunicorn the caller would else not see the answer."""
    for _chunk in range(min(announced_bytes(request), MOST_DISCARDED) // ENVELOPE_BYTES + 1):
        if not request.read(ENVELOPE_BYTES):
            return
