"""Headers of every answer: who may keep it, and what a page of it may load and run."""

import secrets
from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

# What index.html has in the place of a nonce.
NONCE_MARK: Final = b"csp-nonce"
POLICY: Final = "Content-Security-Policy"
# JSON, texts and files: nothing of it is a page.
NOTHING: Final[Mapping[str, str]] = {"default-src": "'none'", "frame-ancestors": "'none'"}
OWN: Final[Mapping[str, str]] = {
    **NOTHING,
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
# Alpine, which unfold's pages are made with, evaluates what stands in their attributes.
BACKOFFICE: Final[Mapping[str, str]] = {
    **OWN,
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
}
# Swagger UI and Redoc write their styles into the page; Redoc searches in a worker of its own.
DOCUMENTATION: Final[Mapping[str, str]] = {
    **OWN,
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "worker-src": "'self' blob:",
}


def as_header(policy: Mapping[str, str]) -> str:
    """Return a policy as the header has it."""
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())


def page_policy(nonce: str) -> str:
    """Return the SPA's policy: its own files, and the styles that Angular adds with the nonce."""
    return as_header({**OWN, "style-src": f"'self' 'nonce-{nonce}'"})


def new_nonce() -> str:
    """Return what no other page, and nobody before, has been given."""
    return secrets.token_urlsafe(18)


class AnswerHeadersMiddleware:
    """Gives each answer a policy, and keeps what is personal out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policies = {
            reverse("admin:index"): as_header(BACKOFFICE),
            reverse("docs"): as_header(DOCUMENTATION),
            reverse("redoc"): as_header(DOCUMENTATION),
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; what the view says itself holds."""
        answer = self.get_response(request)
        policies = (text for path, text in self.policies.items() if request.path.startswith(path))
        answer.headers.setdefault(POLICY, next(policies, as_header(NOTHING)))
        if is_personal(request):
            answer.headers.setdefault("Cache-Control", "no-store")
        return answer


def is_personal(request: HttpRequest) -> bool:
    """Return whether the API may answer something of a person, or of an account's door.

    What anyone may read is asked for without saying who asks.
    """
    is_reading = request.method in {"GET", "HEAD", "OPTIONS"}
    is_public = is_reading and "Authorization" not in request.headers
    return request.path.startswith("/api/") and not is_public


def static_headers(headers: dict[str, str], _path: str, url: str) -> None:
    """Keep whitenoise's files from being pages; the SPA's own has a nonce (``pages.spa``)."""
    if url.endswith((".html", ".svg")):
        headers[POLICY] = as_header(NOTHING)
