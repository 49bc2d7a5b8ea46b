"""The only bases that a view on people's data may use: rows come from ``visible_to``."""

from collections.abc import Iterable
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

import orjson
from django.db import models, transaction
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from clinic.common.api.conditional import etag_of, require_match
from clinic.common.api.journal import Access, journal
from clinic.common.api.renderers import OrjsonRenderer

M = TypeVar("M", bound=models.Model)


class ScopedViewSet(GenericViewSet[M], Generic[M]):
    """Starts every read and write from ``model.objects.visible_to(user)``.

    What it answers is journalled: one entry a request, unless the view says why not.
    """

    model: ClassVar[type[models.Model]]
    # Why the journal need not know who has read this; empty for other people's data. An answer in
    # which there are patients after all (``touched``) is journalled nevertheless.
    not_journalled: ClassVar[str] = ""
    # Whether its POST only asks, with words that have no place in an address.
    changes_nothing: ClassVar[bool] = False
    # Why, in the words of who asks, for the journal.
    reason: str = ""
    # The column of a row, or attribute of an object, that names the patient whose data it is.
    whose: ClassVar[str] = ""

    def get_queryset(self) -> models.QuerySet[M]:
        """Return the rows that the caller may know exist."""
        if getattr(self, "swagger_fake_view", False):
            none: models.QuerySet[M] = self._manager.none()
            return none
        visible: models.QuerySet[M] = self._manager.visible_to(self.request.user)
        return visible

    @property
    def _manager(self) -> Any:
        """The model's own manager, whose ``visible_to`` no common base declares."""
        return cast("Any", self.model).objects

    def listed(self, rows: models.QuerySet[Any]) -> Response:
        """Answer a page of ``rows``; dicts (``.values()``) are rendered as they are."""
        page = self.paginate_queryset(rows) or []
        self.touched(page)
        if page and not isinstance(page[0], dict):
            return self.get_paginated_response(self.get_serializer(page, many=True).data)
        return self.get_paginated_response(self.shaped(page))

    def touched(self, rows: Iterable[Any], *, patients: Iterable[int] = ()) -> None:
        """Note for the journal which rows the answer shows, or the request has changed.

        ``patients`` are people whom the rows do not name by themselves.
        """
        objects, people = self._touched
        people.extend(patients)
        for row in rows:
            row_id = _value(row, "id")
            objects.append(row_id)
            if self.whose:
                self._whose[row_id] = _value(row, self.whose)
                people.append(self._whose[row_id])

    @cached_property
    def _touched(self) -> tuple[list[Any], list[Any]]:
        return [], []

    @cached_property
    def _whose(self) -> dict[int, int]:
        return {}

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Tell the journal before anything is shown.

        A conflict changes nothing, but says what it conflicts with: whoever is touched by it was
        read.
        """
        answer = super().finalize_response(request, response, *args, **kwargs)
        objects, patients = self._touched
        is_conflict = answer.status_code == HTTPStatus.CONFLICT and bool(objects or patients)
        is_answered = answer.status_code < HTTPStatus.BAD_REQUEST or is_conflict
        if is_answered and (patients or not self.not_journalled):
            self._journal(request, is_read=is_conflict or request.method in SAFE_METHODS)
        return answer

    def _journal(self, request: Request, *, is_read: bool) -> None:
        objects, patients = self._touched
        if not objects and "pk" in self.kwargs:
            objects = [int(self.kwargs["pk"])]
        if objects or not is_read:
            route = request.resolver_match.url_name if request.resolver_match else ""
            is_write = not (is_read or self.changes_nothing)
            access = Access(
                model=self.model,
                route=route or "",
                objects=objects,
                patients=patients,
                is_write=is_write,
                reason=self.reason,
                whose=self._whose,
            )
            journal(request, access)

    def shaped(self, rows: list[Any]) -> list[Any]:
        """Give flat ``.values()`` rows the shape of the API; a view with nesting overrides it."""
        return rows


def _value(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else getattr(row, name)


if TYPE_CHECKING:
    ViewBase = ScopedViewSet[Any]
else:
    ViewBase = object


class ConditionalMixin(ViewBase):
    """``ETag`` on a single resource; ``If-Match`` checked under the row's lock."""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer one resource with its tag."""
        instance = self.get_object()
        self.touched([instance])
        data = self.get_serializer(instance).data
        return Response(data, headers={"ETag": etag_of(_plain(data))})

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change one resource, unless someone else did since it was read."""
        with transaction.atomic():
            instance = self.locked_object()
            require_match(request, self._shown(instance))
            serializer = self.get_serializer(
                instance, data=request.data, partial=kwargs.get("partial", False)
            )
            serializer.is_valid(raise_exception=True)
            answer = self.perform_update(serializer)
            self.touched([instance])
            data = answer if answer is not None else self._shown(serializer.instance)
        return Response(data, headers={"ETag": etag_of(_plain(data))})

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """As ``update``, with only the fields that are sent."""
        return self.update(request, *args, partial=True, **kwargs)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete one resource, unless someone changed it since it was read."""
        with transaction.atomic():
            instance = self.locked_object()
            require_match(request, self._shown(instance))
            self.perform_destroy(instance)
        return Response(status=204)

    def perform_update(self, serializer: BaseSerializer[Any]) -> Any:
        """Call the service; return what to answer, or None for the resource itself."""
        raise NotImplementedError

    def perform_destroy(self, instance: Any) -> None:
        """Call the service."""
        raise NotImplementedError

    def locked_object(self) -> Any:
        """Return the visible row under its lock."""
        rows = self.filter_queryset(self.get_queryset())
        pk = self.kwargs["pk"]
        instance = rows.select_for_update(of=("self",)).get(pk=pk)
        self.check_object_permissions(self.request, instance)
        return instance

    def _shown(self, instance: Any) -> Any:
        return self.get_serializer(instance).data


def _plain(data: Any) -> Any:
    return orjson.loads(OrjsonRenderer().render(data)) if not isinstance(data, dict) else dict(data)
