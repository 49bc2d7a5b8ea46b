"""``ETag`` on single resources and ``If-Match`` on changes, for every app (API.md "Optimistic
locking")."""

import hashlib
import re
from typing import Any, Final

from django.utils.http import parse_etags
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.renderers import OrjsonRenderer
from clinic.common.errors import VersionConflict

# A longer number is no version of a row.
_VERSION: Final = re.compile(r'"([0-9]{1,9})"')

IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The ETag that was read; 412 when the resource has changed since.",
)


def etag_of(representation: Any) -> str:
    """Return the entity tag of what a single resource answers."""
    version = representation.get("version") if isinstance(representation, dict) else None
    if version is not None:
        return f'"{version}"'
    content = OrjsonRenderer().render(representation)
    digest = hashlib.blake2b(content, digest_size=12).hexdigest()
    return f'"{digest}"'


def tagged(representation: Any) -> Response:
    """Answer a single resource with its entity tag."""
    return Response(representation, headers={"ETag": etag_of(representation)})


def require_match(request: Request, representation: Any) -> None:
    """Raise :class:`VersionConflict` when ``If-Match`` names another state than the present."""
    named = _named(request)
    if named is not None and etag_of(representation) not in named:
        raise VersionConflict


def expected_versions(request: Request) -> frozenset[int] | None:
    """Return the versions that ``If-Match`` names, for a service to compare under the row's lock.

    None without the header; what is no version is none of the row's.
    """
    named = _named(request)
    if named is None:
        return None
    return frozenset(int(found[1]) for tag in named if (found := _VERSION.fullmatch(tag)))


def _named(request: Request) -> list[str] | None:
    """Return the tags of ``If-Match``; None when any state will do.

    A weak one stays marked so, and is like none of ours: the comparison is strong (RFC 9110,
    13.1.1).
    """
    header = request.headers.get("If-Match", "")
    if not header.strip():
        return None
    tags = parse_etags(header)
    return None if tags == ["*"] else tags
