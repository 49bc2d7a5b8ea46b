"""Bearer access tokens; one query a request, which also sees that the session was not ended."""

from typing import Any

from drf_spectacular.contrib.rest_framework_simplejwt import SimpleJWTScheme
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.tokens import Token

from clinic.users import selectors
from clinic.users.models import User


class BearerAuthentication(JWTAuthentication):
    """``Authorization: Bearer <access>`` (R1 "Authentification")."""

    def get_validated_token(self, raw_token: Any) -> Token:
        """Return the claims. Raises ``TokenNotValid``."""
        return selectors.read_access_token(raw_token)

    def get_user(self, validated_token: Token) -> User:  # type: ignore[override]  # ours, not a type variable
        """Return the holder. Raises ``TokenNotValid``."""
        return selectors.holder_of(validated_token)


class BearerScheme(SimpleJWTScheme):  # type: ignore[no-untyped-call]  # spectacular registers subclasses so
    """How the OpenAPI document names it."""

    target_class = "clinic.users.api.authentication.BearerAuthentication"
    name = "bearer"
