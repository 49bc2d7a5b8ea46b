"""Reads of accounts: by what a person types, and by what a token says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken, Token

from clinic.common import errors
from clinic.users import profiles
from clinic.users.models import Session, User


class TokenNotValid(errors.Unauthenticated):
    """The token is expired, unknown, or its session has ended (API: 401)."""

    code = "token_not_valid"
    sentence = _("Your session has ended. Please sign in again.")


def account_named(typed: str) -> User | None:
    """Return the account whose e-mail, or else username, is ``typed`` in whatever case."""
    if "\x00" in typed:
        # PostgreSQL does not even compare with such a text.
        return None
    # The database folds both sides, so that its rule for letters is the constraint's own.
    typed_folded = Lower(Value(typed.strip()))
    found = User.objects.alias(folded_email=Lower("email"), folded_name=Lower("username")).filter(
        Q(folded_email=typed_folded) | Q(folded_name=typed_folded)
    )
    # An e-mail comes before a username that only looks like it.
    by_email = sorted(found, key=lambda user: user.email.lower() != typed.strip().lower())
    return by_email[0] if by_email else None


def with_profiles(accounts: QuerySet[User]) -> QuerySet[User]:
    """Return ``accounts`` with their profiles, in the same query."""
    return accounts.select_related(*profiles.relations())


def profile_of(user: User) -> profiles.Profile | None:
    """Return the person's profile; an admin has none."""
    kind = profiles.kind_of(user.role)
    profile: profiles.Profile | None = getattr(user, kind.relation, None) if kind else None
    return profile


def address_of(user_id: int, channel: str) -> str | None:
    """Return where a person with an open account is reached by ``channel``; None when nowhere."""
    if channel != "email":
        return None
    open_accounts = User.objects.filter(pk=user_id, is_active=True)
    address: str | None = open_accounts.values_list("email", flat=True).first()
    return address


def last_address_of(user_id: int, channel: str) -> str | None:
    """Return where a person is reached by ``channel`` of whom the account may be closed: only for
    what tells them of that."""
    if channel != "email":
        return None
    address: str | None = User.objects.filter(pk=user_id).values_list("email", flat=True).first()
    return address or None


def facts_of(user: User, *, today: date) -> dict[str, Any]:
    """Return what the account shows of the profile beside the names (R1): a patient's facts."""
    kind, profile = profiles.kind_of(user.role), profile_of(user)
    if kind is None or kind.facts is None or profile is None:
        return {}
    return kind.facts.read(profile, today=today)


def time_zone_of(user: User) -> str | None:
    """Return the zone of a person's own clock; None for those who go by the clinic's."""
    zone: str | None = getattr(profile_of(user), "time_zone", None)
    return zone


def holder_of(claims: Token) -> User:
    """Return the active person whom an access token names; one query.

    Raises :class:`TokenNotValid` when the account is inactive or the session was ended.
    """
    holders = User.objects.filter(pk=claims.get("user_id"), is_active=True)
    if session_id := claims.get("sid"):
        holders = holders.filter(sessions__pk=session_id, sessions__revoked_at=None)
    user: User | None = holders.first()
    if user is None:
        raise TokenNotValid
    return user


def read_access_token(token: Any) -> AccessToken:
    """Return the claims of an access token. Raises :class:`TokenNotValid`."""
    try:
        return AccessToken(token)
    except (TokenError, UnicodeError):
        raise TokenNotValid from None


@dataclass(frozen=True)
class Bearer:
    """Who holds an access token, from which session it came, and when it expires."""

    user: User
    session_id: str | None
    expires_at: datetime


def bearer_of(token: str) -> Bearer:
    """Return what an access token stands for; one query. Raises :class:`TokenNotValid`."""
    claims = read_access_token(token)
    return Bearer(
        user=holder_of(claims),
        session_id=claims.get("sid"),
        expires_at=datetime.fromtimestamp(claims["exp"], tz=UTC),
    )


def ended_sessions(session_ids: Iterable[str]) -> set[str]:
    """Return which of the sessions somebody has ended, or whose account was closed; one query."""
    asked = set(session_ids)
    alive = Session.objects.alive().filter(pk__in=asked, user__is_active=True)
    return asked - {str(pk) for pk in alive.values_list("pk", flat=True)}


def picture_path(route: str, portrait_id: int | None) -> str | None:
    """Return ``route`` with a mark that changes with the picture, so that it may be cached."""
    return f"{route}?v={portrait_id}" if portrait_id else None
