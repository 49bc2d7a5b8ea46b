"""Pages of the directory, soonest free slot first."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

import orjson
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from clinic.common.api.pagination import asked_limit
from clinic.common.errors import Invalid
from clinic.doctors.models import Doctor

# A cursor remembers the moment of the first page, so that the order stands still while one reads.
_STANDS_STILL: Final = timedelta(minutes=10)


class Place(NamedTuple):
    """Where a page begins: behind that doctor, in the order of that moment."""

    as_of: datetime
    start: datetime | None
    doctor_id: int


def place_of(request: Request, *, now: datetime) -> Place:
    """Return where the requested page begins. Raises :class:`Invalid` on a broken cursor."""
    cursor = request.query_params.get("cursor")
    if not cursor:
        return Place(now, None, 0)
    try:
        as_of, start, doctor_id = orjson.loads(base64.urlsafe_b64decode(cursor.encode()))
        place = Place(_instant(as_of), _instant(start), int(doctor_id))
    except (ValueError, TypeError, OverflowError, OSError, binascii.Error):
        raise Invalid(details={"cursor": [_("This page is not known; start again.")]}) from None
    is_fresh = now - _STANDS_STILL <= place.as_of <= now
    return place if is_fresh else place._replace(as_of=now)


def page_of(
    doctors: QuerySet[Doctor], request: Request, place: Place
) -> tuple[QuerySet[Doctor], int]:
    """Return the page's doctors and one more, which says whether there is a next page."""
    if place.start is not None:
        behind = Q(next_start=place.start, pk__gt=place.doctor_id)
        doctors = doctors.filter(Q(next_start__gt=place.start) | behind)
    limit = asked_limit(request)
    return doctors[: limit + 1], limit


def answer(
    rows: list[dict[str, Any]], *, request: Request, limit: int, place: Place, total: int | None
) -> Response:
    """Return the page with its headers; ``next_start`` is not part of the answer."""
    headers = {}
    starts = [row.pop("next_start") for row in rows]
    if len(rows) > limit:
        last = orjson.dumps(
            [place.as_of.timestamp(), starts[limit - 1].timestamp(), rows[limit - 1]["id"]]
        )
        cursor = base64.urlsafe_b64encode(last).decode()
        link = replace_query_param(request.build_absolute_uri(), "cursor", cursor)
        headers["Link"] = f'<{link}>; rel="next"'
    if total is not None:
        headers["X-Total-Count"] = str(total)
    return Response(rows[:limit], headers=headers)


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
