"""``Idempotency-Key`` on a view."""

import json
from collections.abc import Callable
from typing import NamedTuple

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.people import user_of
from clinic.idempotency.services import Answer, answer_once, fingerprint_of

IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The same key and body acts once within 24 hours: asked again, the answer shows "
    "what was made as it is by then; 409 `idempotency_settled` when it has ended since.",
)


class Acted(NamedTuple):
    """What was done, and by which row it can be answered again."""

    row_id: int
    response: Response


def once(
    request: Request, act: Callable[[], Acted], *, again: Callable[[int], Response]
) -> Response:
    """Return what ``act`` answers; with a key, act only the first time within 24 hours.

    Answers hold clinical text, so none is kept: only its status and the id of its row. A repeated
    request gets that status, with ``again(row_id)``: the row as it is by now. ``again`` raises
    :class:`Settled` when the row no longer is what was asked for.
    """
    key = request.headers.get("Idempotency-Key")
    if not key:
        return act().response
    responses: list[Response] = []

    def recorded() -> Answer:
        acted = act()
        responses.append(acted.response)
        return Answer(acted.response.status_code, acted.row_id)

    first = answer_once(
        user_id=user_of(request).pk,
        key=key,
        fingerprint=fingerprint_of(
            # The standard library's JSON takes whatever came in: any number, any code point.
            request.method or "",
            request.path,
            json.dumps(request.data, sort_keys=True, default=str),
        ),
        now=timezone.now(),
        act=recorded,
    )
    if responses:
        return responses[0]
    response = again(first.row_id)
    response.status_code = first.status
    response.headers["Idempotency-Replayed"] = "true"
    return response
