"""``ETag`` on single resources and ``If-Match`` on changes, for every app (API.md "Optimistic
locking")."""

import hashlib
from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.common.api.renderers import OrjsonRenderer
from clinic.common.errors import VersionConflict

# A longer number is no version of a row.
MOST_DIGITS: Final = 9

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
    wanted = request.headers.get("If-Match")
    if wanted is None or wanted.strip() == "*":
        return
    tags = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
    if etag_of(representation) not in tags:
        raise VersionConflict


def expected_version(request: Request) -> int | None:
    """Return the version that ``If-Match`` names, for a service to compare under the row's lock.

    None without the header. Raises VersionConflict when it names no version at all.
    """
    wanted = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if wanted in ("", "*"):
        return None
    if not wanted.isdecimal() or len(wanted) > MOST_DIGITS:
        raise VersionConflict
    return int(wanted)
