"""Lists are arrays and always bounded: ``limit``, ``cursor`` and a ``Link`` header."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
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
    """Cursor pages; the view's ``ordering`` is the order, its last field being unique."""

    page_size = DEFAULT_LIMIT
    max_page_size = MOST
    page_size_query_param = "limit"
    cursor_query_param = "cursor"
    ordering = ("id",)
    total: int | None = None

    def get_page_size(self, request: Request) -> int:
        """Return how many rows were asked for, at most 500. Raises :class:`Invalid`."""
        return asked_limit(request)

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
    ) -> list[Any] | None:
        """Return one page; count all rows only when asked to."""
        if request.query_params.get("count") == "true":
            self.total = queryset.count()
        try:
            return super().paginate_queryset(queryset, request, view)
        except (NotFound, ValidationError, ValueError):
            if self.cursor_query_param not in request.query_params:
                raise
            # Made up, or of another order: its position is no value of the column.
            message = _("This page is not known; start again.")
            raise errors.Invalid(details={"cursor": [message]}) from None

    def get_paginated_response(self, data: Any) -> Response:
        """Return the bare array with its headers."""
        headers = {}
        if next_link := self.get_next_link():
            headers["Link"] = f'<{next_link}>; rel="next"'
        if self.total is not None:
            headers["X-Total-Count"] = str(self.total)
        return Response(data, headers=headers)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Lists are arrays: the page adds nothing around them."""
        return schema
