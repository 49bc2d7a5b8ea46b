"""The person behind a request."""

from typing import TYPE_CHECKING, cast

from rest_framework.request import Request

if TYPE_CHECKING:
    from clinic.users.models import User


def user_of(request: Request) -> "User":
    """Return the signed-in person; permissions let nobody else through to a view that asks."""
    return cast("User", request.user)
