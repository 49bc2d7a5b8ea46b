"""How many sockets one address may have open at once, in each process that serves them."""

from collections import Counter
from typing import Any

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http import HttpRequest
from rest_framework.throttling import BaseThrottle

from clinic.common.api.throttles import household_of


class BoundedSockets:
    """Refuses what is too much before it is opened. A process that dies takes its count with it."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.open: Counter[str] = Counter()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        """Pass on, or close before anything is opened."""
        address = address_of(scope)
        if self.open[address] >= settings.SOCKETS_PER_ADDRESS:
            return await WebsocketDenier()(scope, receive, send)
        self.open[address] += 1
        try:
            return await self.application(scope, receive, send)
        finally:
            self.open[address] -= 1
            if not self.open[address]:
                del self.open[address]


def address_of(scope: Any) -> str:
    """Return whence the socket comes, by the same rule (``NUM_PROXIES``) as the rate limits."""
    forwarded = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = (scope.get("client") or [""])[0]
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = b",".join(forwarded).decode("latin-1")
    ident = BaseThrottle().get_ident(request)  # type: ignore[arg-type]  # it needs what Django's has
    return household_of(str(ident))
