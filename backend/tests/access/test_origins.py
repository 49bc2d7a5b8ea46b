"""Whose pages may open a socket: scheme, host and port must all be known."""

from typing import Any

import pytest

from config.origins import may_connect

# Host called, Origin named, forwarded scheme, and whether the socket is opened.
CASES = [
    ("localhost:8000", "http://localhost:8000", None, True),
    ("localhost:8123", "http://localhost:8123", None, True),
    ("127.0.0.1:8000", "http://127.0.0.1:8000", None, True),
    ("[::1]:8000", "http://[::1]:8000", None, True),
    ("LOCALHOST:8000", "http://LocalHost:8000", None, True),
    # `ng serve`, whether its proxy keeps the host or not; another name of the public address.
    ("localhost:4200", "http://localhost:4200", None, True),
    ("localhost:8000", "http://localhost:4200", None, True),
    ("127.0.0.1:8000", "https://rdv.example", None, True),
    ("localhost:8000", "http://localhost:9999", None, False),
    ("localhost:8000", "http://localhost", None, False),
    ("localhost:8000", "https://localhost:8000", None, False),
    ("localhost:8000", "http://127.0.0.1:8000", None, False),
    ("localhost:8000", "http://rdv.example", None, False),
    ("localhost:8000", "https://rdv.example:444", None, False),
    ("localhost:8000", "https://rdv.example.evil.example", None, False),
    # A name that an attacker points at this machine.
    ("evil.example:8000", "http://evil.example:8000", None, False),
    ("localhost:8000", "null", None, False),
    ("localhost:8000", "", None, False),
    ("localhost:8000", "http://[", None, False),
    ("localhost:8000", "http://localhost:99999", None, False),
    ("localhost:8000", "file://localhost:8000", None, False),
    # Behind a proxy that ends TLS.
    ("localhost", "https://localhost", "https", True),
    ("localhost", "http://localhost", "https", False),
]


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    """A clinic with a public address, and `ng serve` beside it."""
    settings.PUBLIC_BASE_URL = "https://rdv.example"
    settings.FRONTEND_BASE_URL = "https://rdv.example"
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    settings.CORS_ALLOWED_ORIGINS = ["http://localhost:4200"]


@pytest.mark.parametrize(("host", "origin", "forwarded", "opens"), CASES)
def test_an_origin_is_known_or_refused(
    settings: Any, host: str, origin: str, forwarded: str | None, *, opens: bool
) -> None:
    headers = {b"host": host, b"origin": origin, b"authorization": "Bearer x"}
    if forwarded is not None:
        proxy = ("HTTP_X_FORWARDED_PROTO", "https")
        settings.SECURE_PROXY_SSL_HEADER = proxy
        headers[b"x-forwarded-proto"] = forwarded

    assert may_connect(headers, is_secure=False) is opens


@pytest.mark.parametrize(
    ("headers", "opens"),
    [
        ({b"authorization": "Bearer x"}, True),
        ({b"authorization": "Basic x"}, False),
        ({}, False),
    ],
)
def test_without_an_origin_only_a_token_in_the_header_will_do(
    headers: dict[bytes, str], *, opens: bool
) -> None:
    assert may_connect(headers, is_secure=False) is opens
