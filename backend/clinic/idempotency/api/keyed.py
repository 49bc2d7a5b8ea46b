"""``Idempotency-Key`` on a view."""

import json
from collections.abc import Callable

import orjson
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.people import user_of
from clinic.common.api.renderers import OrjsonRenderer
from clinic.idempotency.services import Answer, answer_once, fingerprint_of

IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The same key and body gets the first answer again for 24 hours.",
)


def once(request: Request, act: Callable[[], Response]) -> Response:
    """Return what ``act`` answers; with a key, act only the first time within 24 hours."""
    key = request.headers.get("Idempotency-Key")
    if not key:
        return act()

    def recorded() -> Answer:
        response = act()
        plain = orjson.loads(OrjsonRenderer().render(response.data))
        return Answer(response.status_code, plain, dict(response.headers))

    answer = answer_once(
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
    return Response(answer.body, status=answer.status, headers=answer.headers)
