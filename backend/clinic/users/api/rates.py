"""Rates of signing in, per account: they hold one who comes from many addresses."""

from typing import Any, Final

from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.views import APIView

from clinic.common.api.throttles import ByAccount, digest_of
from clinic.users.api.lockout import address_of, http_of, lockout_name
from clinic.users.models import User

# From where somebody signed in lately they may go on, whatever strangers try elsewhere.
KNOWN_SECONDS: Final = 30 * 24 * 3600


class SignInByAccount(ByAccount):
    """Counts sign-ins per account, however it is typed; not from where it signed in before."""

    def whose(self, request: Request) -> str | None:
        """Return the account that the body names."""
        body: Any = request.data if isinstance(request.data, dict) else {}
        return _counted(http_of(request), body.get("email") or body.get("username"))


class AdminSignIn(ByAccount):
    """The same for the form of Django's admin."""

    scope = "login"

    def whose(self, request: Any) -> str | None:
        """Return the account that the form names."""
        return _counted(request, request.POST.get("username"))


class AccountRateBackend:
    """Refuses sign-ins to Django's admin beyond the account's rate; the API counts for itself."""

    def authenticate(self, request: HttpRequest | None, **_credentials: Any) -> None:
        """Raise PermissionDenied, which ends the attempt, when there were too many."""
        if request is None:
            return
        # The API speaks JSON alone: only the admin's form names an account here.
        throttle: Any = AdminSignIn()
        if not throttle.allow_request(request, _AdminView()):
            raise PermissionDenied


class _AdminView(APIView):
    throttle_scope = "login"


def remember_address(request: HttpRequest, user: User) -> None:
    """Remember from where somebody has signed in."""
    if key := _known_key(request, user.username):
        caches["rates"].set(key, 1, KNOWN_SECONDS)


def _counted(request: HttpRequest, named: Any) -> str | None:
    if not isinstance(named, str) or not named:
        return None
    # Half a surrogate pair is no name; the view refuses it.
    typed = named.encode(errors="replace").decode()
    name = lockout_name(request, {"username": typed})
    key = _known_key(request, name)
    is_known = key is not None and caches["rates"].get(key) is not None
    return None if is_known else f"named:{digest_of(name)}"


def _known_key(request: HttpRequest, name: str) -> str | None:
    """Return the key that remembers this name at this address; None without an address."""
    address = address_of(request)
    return f"signed-in-from:{digest_of(f'{name} {address}')}" if address else None
