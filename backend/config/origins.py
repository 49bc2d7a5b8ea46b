"""Which pages may open a socket: the site's own, and those of the origins that CORS names."""

from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host

# Scheme, host and port.
Origin = tuple[str, str, int]
_PORTS = {"http": 80, "https": 443}


class KnownOrigins:
    """Refuses the pages of other sites, which could use a token that they have got hold of.

    Browsers name the page's origin always; a program, which cannot be made to open a socket by
    somebody else's page, names none and sends its token in the Authorization header.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        """Pass on, or close before anything is opened."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        is_known = may_connect(headers, is_secure=scope.get("scheme") in ("wss", "https"))
        application = self.application if is_known else WebsocketDenier()
        return await application(scope, receive, send)


def may_connect(headers: dict[bytes, str], *, is_secure: bool) -> bool:
    """Return whether a socket may be opened with these headers."""
    if b"origin" not in headers:
        return headers.get(b"authorization", "").lower().startswith("bearer ")
    origin = parsed(headers[b"origin"])
    if origin is None:
        return False
    named = [settings.PUBLIC_BASE_URL, settings.FRONTEND_BASE_URL, *settings.CORS_ALLOWED_ORIGINS]
    return origin == own_origin(headers, is_secure=is_secure) or origin in map(parsed, named)


def own_origin(headers: dict[bytes, str], *, is_secure: bool) -> Origin | None:
    """Return the origin that was called, when it is one of this site's."""
    host = headers.get(b"host", "")
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return None
    # As Django does for HTTP: behind a proxy that ends TLS its header tells the scheme.
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        header = name.removeprefix("HTTP_").replace("_", "-").lower().encode()
        is_secure = headers.get(header, "").split(",")[0].strip() == value
    return parsed(f"{'https' if is_secure else 'http'}://{host}")


def parsed(origin: str) -> Origin | None:
    """Return an origin as it is compared; None for what is none, such as ``null``."""
    try:
        parts = urlsplit(origin.lower())
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port
