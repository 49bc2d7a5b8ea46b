"""Who may call a view at all; which rows they see is ``visible_to``'s business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from clinic.common import errors

if TYPE_CHECKING:
    # At run time this would be a circle: DRF's views read the default permission first.
    from rest_framework.views import APIView


class IsApproved(BasePermission):
    """Signed in and approved; the default of every view."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Refuse strangers with 401 and people who wait for approval with 403."""
        user: Any = request.user
        if not user or not user.is_authenticated:
            return False
        if not user.is_approved:
            raise errors.NotApproved
        return True


class IsSignedIn(BasePermission):
    """Signed in, approved or not: one's own account."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return whether somebody is signed in."""
        return bool(request.user and request.user.is_authenticated)


class RolePermission(IsApproved):
    """Approved and of one of ``roles``; made by :func:`only`."""

    roles: frozenset[str] = frozenset()

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Refuse other roles with 403."""
        user: Any = request.user
        return super().has_permission(request, view) and user.role in self.roles


def only(*roles: str) -> type[RolePermission]:
    """Return a permission for approved people of one of ``roles``."""
    return type("Only" + "".join(roles).title(), (RolePermission,), {"roles": frozenset(roles)})
