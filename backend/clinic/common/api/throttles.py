"""Rates per address and per account. The account's hold one who comes from many addresses."""

import hashlib
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.core.cache import caches
from django.utils.connection import ConnectionProxy
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView


class ScopedThrottle(ScopedRateThrottle):
    """Reads the rate when it is asked, so that a setting changed in a test counts.

    It counts in a memory of its own, which nothing else and no number of addresses pushes out.
    """

    cache: Any = ConnectionProxy(caches, "rates")

    def get_rate(self) -> str | None:
        """Return the present rate of the view's scope."""
        rates: Any = api_settings.DEFAULT_THROTTLE_RATES
        rate: str | None = rates[self.scope]
        return rate

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        """Return the key that counts this caller's attempts; None when they are not counted."""
        whose = self.whose(request)
        return None if whose is None else f"rate:{self.scope}:{whose}"

    def whose(self, request: Request) -> str | None:
        """Return who is counted."""
        raise NotImplementedError


class ByAddress(ScopedThrottle):
    """Counts per address, also of people who are signed in."""

    def whose(self, request: Request) -> str | None:
        """Return the address."""
        return f"address:{digest_of(household_of(str(self.get_ident(request))))}"


class ByAccount(ScopedThrottle):
    """Counts per account: the one signed in, else the one that the body names."""

    def whose(self, request: Request) -> str | None:
        """Return the account."""
        if request.user and request.user.is_authenticated:
            return f"account:{request.user.pk}"
        named = _named_account(request.data)
        if not named:
            return None
        return f"named:{digest_of(named.strip().lower())}"


def household_of(address: str) -> str:
    """Return the network that one subscriber has: of IPv6 the first half, of IPv4 the address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is None:
        return str(ip_network((ip, 64), strict=False))
    return address


def digest_of(text: str) -> str:
    """Return what may stand in a cache key for whatever people, or headers, say."""
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()


def _named_account(body: Any) -> str:
    if not isinstance(body, dict):
        return ""
    named = body.get("email") or body.get("username") or ""
    return named if isinstance(named, str) else ""
