"""Lists are arrays and always bounded: ``limit``, ``cursor`` and a ``Link`` header."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from clinic.common import errors

DEFAULT_LIMIT = 100
MOST = 500


def asked_limit(request: Request) -> int:
    """Return ``?limit=``: 100 when it is not given, at most 500. Raises :class:`Invalid`."""
    asked = request.query_params.get("limit")
    if asked is None:
        return DEFAULT_LIMIT
    if not (asked.isascii() and asked.isdecimal() and asked.strip("0")):
        message = _("Please give a whole number from 1 to %(most)s.") % {"most": MOST}
        raise errors.Invalid(details={"limit": [message]})
    digits = asked.lstrip("0")
    return MOST if len(digits) > len(str(MOST)) else min(int(digits), MOST)


class LinkedCursorPagination(CursorPagination):
    """Pages that begin behind a row: the cursor holds that row's value of each ordering column.

    The view's ``ordering`` names columns that are never empty and ends in a unique one, so every
    row has its one place, however many are alike in the first column. REST framework's own cursor
    holds the first column only and loses its way after a thousand that are alike.
    """

    page_size = DEFAULT_LIMIT
    max_page_size = MOST
    page_size_query_param = "limit"
    cursor_query_param = "cursor"
    ordering: tuple[str, ...] = ("id",)
    total: int | None = None
    next_link: str | None = None
    # What a cursor remembers beside the row.
    carried: tuple[Any, ...] = ()

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        """Return the view's order, unless ``?ordering=`` names another that it allows.

        Raises :class:`Invalid` when it names an unknown one.
        """
        wanted = request.query_params.get("ordering")
        if not wanted:
            return tuple(getattr(view, "ordering", self.ordering))
        orderings: dict[str, tuple[str, ...]] = getattr(view, "orderings", {})
        if wanted not in orderings:
            known = ", ".join(sorted(orderings)) or "–"
            message = _("Unknown order. Known ones: %(known)s.") % {"known": known}
            raise errors.Invalid(details={"ordering": [message]})
        return orderings[wanted]

    def paginate_queryset(
        self, queryset: QuerySet[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        """Return one page; count all rows only when asked to.

        Raises :class:`Invalid` for a limit, an order or a cursor that makes no sense.
        """
        limit = asked_limit(request)
        ordering = self.get_ordering(request, queryset, view)
        if request.query_params.get("count") == "true":
            self.total = queryset.count()
        rows = queryset.order_by(*ordering)
        place = self.read_cursor(request)
        if place is None:
            found = list(rows[: limit + 1])
        else:
            found = self._rows_behind(place[len(self.carried) :], ordering, rows, limit)
        if len(found) > limit:
            self.next_link = self._link_behind(found[limit - 1], ordering, request)
        return found[:limit]

    def read_cursor(self, request: Request) -> list[Any] | None:
        """Return what the cursor holds; None without one. Raises :class:`Invalid`."""
        text = request.query_params.get(self.cursor_query_param)
        if not text:
            return None
        try:
            held = orjson.loads(base64.urlsafe_b64decode(text.encode()))
        except (ValueError, binascii.Error):
            raise unknown_page() from None
        if not isinstance(held, list) or any(isinstance(part, list | dict) for part in held):
            raise unknown_page()
        return held

    def get_next_link(self) -> str | None:
        """Return the address of the next page, if there is one."""
        return self.next_link

    def get_paginated_response(self, data: Any) -> Response:
        """Return the bare array with its headers."""
        headers = {}
        if self.next_link:
            headers["Link"] = f'<{self.next_link}>; rel="next"'
        if self.total is not None:
            headers["X-Total-Count"] = str(self.total)
        return Response(data, headers=headers)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Lists are arrays: the page adds nothing around them."""
        return schema

    def _rows_behind(
        self, values: Sequence[Any], ordering: tuple[str, ...], rows: QuerySet[Any], limit: int
    ) -> list[Any]:
        if len(values) != len(ordering):
            raise unknown_page()
        try:
            return list(rows.filter(_behind(ordering, values))[: limit + 1])
        except (ValidationError, ValueError, TypeError):
            # Made up, or of another order: a position is no value of its column.
            raise unknown_page() from None

    def _link_behind(self, row: Any, ordering: tuple[str, ...], request: Request) -> str:
        held = [*self.carried, *(_value_of(row, name.removeprefix("-")) for name in ordering)]
        cursor = base64.urlsafe_b64encode(orjson.dumps(held)).decode()
        link: str = replace_query_param(
            request.build_absolute_uri(), self.cursor_query_param, cursor
        )
        return link


def unknown_page() -> errors.Invalid:
    """Return the refusal of a cursor that names no page."""
    return errors.Invalid(details={"cursor": [_("This page is not known; start again.")]})


def _behind(ordering: Sequence[str], values: Sequence[Any]) -> Q:
    """Return what is true of the rows that come after the one with these ``values``."""
    after = Q()
    alike: dict[str, Any] = {}
    for name, value in zip(ordering, values, strict=True):
        column, comparison = name.removeprefix("-"), "lt" if name.startswith("-") else "gt"
        after |= Q(**alike, **{f"{column}__{comparison}": value})
        alike[column] = value
    # Says nothing new, but lets the database start at the right place of an index.
    first, comparison = ordering[0].removeprefix("-"), "lte" if ordering[0][0] == "-" else "gte"
    return Q(**{f"{first}__{comparison}": values[0]}) & after


def _value_of(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else getattr(row, name)
