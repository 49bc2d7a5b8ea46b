"""Sign-in, refresh and sign-out (R1 "Authentification"; R3 §1.2)."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clinic.common.api.throttles import ByAddress
from clinic.common.errors import Unauthenticated
from clinic.users.api import cookies, lockout, rates
from clinic.users.api.journal import journal_sign_in
from clinic.users.api.serializers import (
    LoginIn,
    LoginOut,
    RefreshIn,
    TokenIn,
    TokensOut,
    UserOut,
)
from clinic.users.services import sessions


class PublicView(APIView):
    """Open to all; an expired access token in the header does no harm."""

    permission_classes = [AllowAny]
    authentication_classes = []


def sign_in(request: Request, form: type[LoginIn]) -> sessions.Tokens:
    """Check the credentials in the body and open a session."""
    credentials = form(data=request.data)
    credentials.is_valid(raise_exception=True)
    sent = credentials.validated_data
    try:
        user = lockout.person_signing_in(request, named=sent["named"], password=sent["password"])
    except Unauthenticated:
        journal_sign_in(request, None)
        raise
    journal_sign_in(request, user)
    rates.remember_address(lockout.http_of(request), user)
    return sessions.open_session(
        user=user, user_agent=request.headers.get("User-Agent", ""), now=timezone.now()
    )


class TokenView(PublicView):
    """R1: username or e-mail and password for a pair of tokens."""

    throttle_classes = [ByAddress, rates.SignInByAccount]
    throttle_scope = "login"

    @extend_schema(request=TokenIn, responses=TokensOut)
    def post(self, request: Request) -> Response:
        """Sign in."""
        return cookies.answer_with(sign_in(request, TokenIn), request)


class LoginView(PublicView):
    """R3 §1.2: as ``/api/token/``, and the account with it."""

    throttle_classes = [ByAddress, rates.SignInByAccount]
    throttle_scope = "login"

    @extend_schema(request=LoginIn, responses=LoginOut)
    def post(self, request: Request) -> Response:
        """Sign in and answer the account."""
        tokens = sign_in(request, LoginIn)
        response = cookies.answer_with(tokens, request)
        response.data["user"] = UserOut(tokens.user).data
        return response


class RefreshView(PublicView):
    """R1 "Rafraîchir un Token": each refresh token is good once."""

    throttle_classes = [ByAddress]
    throttle_scope = "refresh"

    @extend_schema(request=RefreshIn, responses=TokensOut)
    def post(self, request: Request) -> Response:
        """Exchange a refresh token, from the body or the cookie, for the next pair."""
        refresh = cookies.refresh_token_of(request)
        tokens = sessions.refresh_session(refresh=refresh, now=timezone.now())
        return cookies.answer_with(tokens, request)


class LogoutView(PublicView):
    """Ends a session; signing out twice is no error."""

    @extend_schema(request=RefreshIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """End the session of the refresh token and take the cookie back."""
        sessions.end_session(refresh=cookies.refresh_token_of(request), now=timezone.now())
        return cookies.forget_cookie(Response(status=204))
