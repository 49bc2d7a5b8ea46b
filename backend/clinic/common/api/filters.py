"""Filters that refuse what they do not know instead of ignoring it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from clinic.common import errors

# ``format`` is DRF's own; the rest belongs to pagination.
ALWAYS_KNOWN = frozenset({"limit", "cursor", "count", "ordering", "format"})


def refuse_unknown_parameters(request: Request, known: frozenset[str]) -> None:
    """Raise :class:`Invalid` naming the query parameters that are not ``known``."""
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        message = _("Unknown parameter. Known ones: %(known)s.") % {
            "known": ", ".join(sorted(known))
        }
        raise errors.Invalid(details={name: [message] for name in unknown})


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter, and 400 on a parameter that neither filter nor view knows."""

    def filter_queryset(
        self,
        request: Request,  # type: ignore[override]  # DRF never passes the bare request
        queryset: QuerySet[Any],
        view: APIView,
    ) -> QuerySet[Any]:
        """Check the names, then filter."""
        filterset_class = self.get_filterset_class(view, queryset)
        names = frozenset(filterset_class.base_filters) if filterset_class else frozenset[str]()
        extra = frozenset[str](getattr(view, "query_parameters", ()))
        refuse_unknown_parameters(request, names | extra | ALWAYS_KNOWN)
        filtered: QuerySet[Any] = super().filter_queryset(request, queryset, view)
        return filtered
