"""Lists are arrays and always bounded: ``limit``, ``cursor`` and a ``Link`` header."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

DEFAULT_LIMIT = 100
MOST = 500


class LinkedCursorPagination(CursorPagination):
    """Cursor pages; the view's ``ordering`` is the order, its last field being unique."""

    page_size = DEFAULT_LIMIT
    max_page_size = MOST
    page_size_query_param = "limit"
    cursor_query_param = "cursor"
    ordering = ("id",)
    total: int | None = None

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        """Return the view's order, unless ``?ordering=`` names one that it allows."""
        default = tuple(getattr(view, "ordering", self.ordering))
        wanted = request.query_params.get("ordering")
        if wanted and wanted in getattr(view, "orderings", {}):
            chosen: tuple[str, ...] = tuple(view.orderings[wanted])
            return chosen
        return default

    def paginate_queryset(
        self, queryset: QuerySet[Any], request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        """Return one page; count all rows only when asked to."""
        if request.query_params.get("count") == "true":
            self.total = queryset.count()
        return super().paginate_queryset(queryset, request, view)

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
