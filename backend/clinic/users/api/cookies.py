"""The refresh token of a browser: in a cookie that scripts cannot read.

Only a request with ``X-Session: cookie`` uses it; another site cannot send that header without
CORS' leave, so the cookie needs no CSRF token.
"""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_simplejwt.settings import api_settings

from clinic.users.services.sessions import Tokens

PATH = "/api/"


def wants_cookie(request: Request) -> bool:
    """Return whether the caller keeps its refresh token in the cookie."""
    return request.headers.get("X-Session") == "cookie"


def refresh_token_of(request: Request) -> str:
    """Return the refresh token from the body, or from the cookie where that is allowed."""
    body = request.data if isinstance(request.data, dict) else {}
    sent = body.get("refresh")
    if isinstance(sent, str) and sent:
        return sent
    if wants_cookie(request):
        return request.COOKIES.get(settings.REFRESH_COOKIE_NAME, "")
    return ""


def answer_with(tokens: Tokens, request: Request) -> Response:
    """Answer the tokens: both in the body, or the refresh token in the cookie."""
    if not wants_cookie(request):
        return Response({"access": tokens.access, "refresh": tokens.refresh})
    response = Response({"access": tokens.access})
    response.set_cookie(
        settings.REFRESH_COOKIE_NAME,
        tokens.refresh,
        max_age=int(api_settings.REFRESH_TOKEN_LIFETIME.total_seconds()),
        path=PATH,
        secure=settings.REFRESH_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def forget_cookie(response: Response) -> Response:
    """Take the cookie back."""
    response.delete_cookie(settings.REFRESH_COOKIE_NAME, path=PATH, samesite="Strict")
    return response
