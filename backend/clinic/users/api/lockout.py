"""Checking credentials, with django-axes' lockout per account and address (settings ``AXES_*``)."""

from ipaddress import ip_address
from typing import Any

from asgiref.sync import sync_to_async
from axes.handlers.proxy import AxesProxyHandler
from axes.middleware import AxesMiddleware
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from clinic.common import errors
from clinic.users import selectors
from clinic.users.models import User


class WrongCredentials(errors.Unauthenticated):
    """Unknown account, closed account or wrong password: which one is not told (API: 401)."""

    code = "wrong_credentials"
    sentence = _("The e-mail, username or password is not right.")


class LockedOut(errors.TooMany):
    """Too many wrong passwords in a row (API: 429)."""

    code = "locked_out"

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(retry_after=retry_after)
        minutes = -(-retry_after // 60)
        self.message = ngettext(
            "Too many wrong passwords. Please wait %(minutes)s minute, or reset your password.",
            "Too many wrong passwords. Please wait %(minutes)s minutes, or reset your password.",
            minutes,
        ) % {"minutes": minutes}


def person_signing_in(request: Request, *, named: str, password: str) -> User:
    """Return who these credentials belong to. Raises WrongCredentials or LockedOut."""
    http = http_of(request)
    user = authenticate(http, username=named, password=password)
    if isinstance(user, User):
        AxesProxyHandler.reset_attempts(
            username=lockout_name(http, {"username": named}), ip_address=address_of(http)
        )
        return user
    if getattr(http, "axes_locked_out", False):
        raise LockedOut(retry_after=seconds_left(http, {"username": named}))
    raise WrongCredentials


def require_own_password(request: Request, user: User, *, password: str, field: str) -> None:
    """Check the password of somebody who is signed in: a stolen session must not guess it.

    Wrong ones count as at the sign-in doors. Raises Invalid on ``field``, or LockedOut.
    """
    try:
        person_signing_in(request, named=user.email, password=password)
    except WrongCredentials:
        message = _("This is not your current password.")
        raise errors.Invalid(details={field: [message]}) from None


def http_of(request: Request) -> HttpRequest:
    """Return Django's request behind DRF's: what axes marks, and where an address comes from."""
    http: HttpRequest = request._request  # noqa: SLF001  # DRF has no other name for it
    return http


def forget_failures(user: User) -> None:
    """Let somebody in again who has proven to own the account."""
    AxesProxyHandler.reset_attempts(username=user.username)


def lockout_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """Return under which name failures are counted: one per account, however it is typed."""
    typed = (credentials or {}).get("username") or getattr(request, "POST", {}).get("username", "")
    # axes asks several times in one request.
    known: dict[str, str] = request.__dict__.setdefault("_lockout_names", {}) if request else {}
    if typed not in known:
        user = selectors.account_named(typed)
        known[typed] = user.username if user else typed.strip().lower()[:255]
    return known[typed]


def address_of(request: HttpRequest) -> str | None:
    """Return the caller's address, by the same rule (``NUM_PROXIES``) as the rate limits.

    None where there is none, as behind a socket file, or where a header holds something else.
    """
    ident = BaseThrottle().get_ident(request)  # type: ignore[arg-type]  # needs only META
    try:
        return str(ip_address(str(ident)))
    except ValueError:
        return None


def seconds_left(request: HttpRequest, credentials: dict[str, Any] | None) -> int:
    """Return how long the lockout still lasts, at least a second."""
    last = AccessAttempt.objects.filter(
        username=lockout_name(request, credentials), ip_address=address_of(request)
    ).aggregate(at=Max("attempt_time"))["at"]
    now = timezone.now()
    left = (last or now) + settings.AXES_COOLOFF_TIME - now
    return max(1, int(left.total_seconds()))


class LockoutMiddleware(AxesMiddleware):  # type: ignore[misc]  # axes ships no types
    """Answers locked-out sign-ins to Django's admin, under ASGI as under WSGI.

    axes' own forgets, when it runs asynchronously, to pass on the answer that there is already.
    """

    def process_view(self, request: Any, *_view: Any) -> None:
        """Give axes' own action in the admin what only its sign-ins have."""
        request.axes_attempt_time = None

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as ``__call__`` does."""
        response: HttpResponseBase = await self.get_response(request)
        if getattr(request, "axes_locked_out", False):
            credentials = getattr(request, "axes_credentials", None)
            answer = sync_to_async(lockout_answer, thread_sensitive=True)
            response = await answer(request, response, credentials)
        return response


def lockout_answer(
    request: HttpRequest, response: HttpResponseBase, credentials: dict[str, Any] | None
) -> HttpResponseBase:
    """Answer a locked-out sign-in to Django's admin; the API has answered for itself."""
    if request.path.startswith("/api/"):
        return response
    locked_out = LockedOut(retry_after=seconds_left(request, credentials))
    return HttpResponse(
        locked_out.message,
        status=429,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": str(locked_out.retry_after)},
    )
