"""Sign-ins and the rotation of their refresh tokens (API.md "Auth"; R1 "Authentification")."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token

from clinic.common import errors
from clinic.users.models import Session, User
from clinic.users.selectors import TokenNotValid


class TokenReused(errors.Unauthenticated):
    """The refresh token was already used; a newer one exists (API: 401)."""

    code = "token_reused"
    sentence = _("This session was refreshed elsewhere. Please sign in again.")


class EndedSessions:
    """Tells, after the commit, which sessions have ended.

    Only a courtesy to whoever holds a socket: what counts is the row. ``config`` says who hears it,
    so that services know no sockets.
    """

    def __init__(self) -> None:
        self._hearer: Callable[[list[str]], None] | None = None

    def heard_by(self, hearer: Callable[[list[str]], None]) -> None:
        """Name who is told the ids."""
        self._hearer = hearer

    def tell_after_commit(self, session_ids: list[str]) -> None:
        """Tell once the running transaction has committed; nothing when it is rolled back."""
        if self._hearer is not None and session_ids:
            transaction.on_commit(partial(self._hearer, session_ids), robust=True)


ended: Final = EndedSessions()


@dataclass(frozen=True)
class Tokens:
    """What a sign-in or a refresh hands out."""

    access: str
    refresh: str
    user: User


@transaction.atomic
def open_session(*, user: User, user_agent: str, now: datetime) -> Tokens:
    """Start a session for somebody whose credentials were checked."""
    session = Session(
        id=uuid.uuid4(),
        user=user,
        user_agent=user_agent[:200],
        started_at=now,
        rotated_at=now,
        expires_at=now + api_settings.REFRESH_TOKEN_LIFETIME,
    )
    tokens = _issue(session, user, now=now)
    session.save(force_insert=True)
    user.last_login = now
    user.save(update_fields=["last_login"])
    return tokens


def refresh_session(*, refresh: str, now: datetime) -> Tokens:
    """Exchange the newest refresh token of a session for the next one.

    Raises :class:`TokenNotValid`, or :class:`TokenReused` for an older token of the family. That
    one was stolen, and the session is ended; only the token just before the newest is spared, for
    ``REFRESH_REUSE_GRACE`` after it was exchanged.
    """
    claims = _read(refresh)
    # Raised here and not inside: the session's end must be committed.
    tokens = _rotate(claims, now=now)
    if tokens is None:
        raise TokenReused
    return tokens


@transaction.atomic
def _rotate(claims: Token, *, now: datetime) -> Tokens | None:
    session = (
        Session.objects.select_for_update(of=("self",))
        .select_related("user")
        .alive()
        .filter(pk=claims["sid"], expires_at__gt=now, user__is_active=True)
        .first()
    )
    if session is None:
        raise TokenNotValid
    if claims["jti"] != session.current_jti:
        if not _is_spared(claims["jti"], session, now=now):
            _end(Session.objects.filter(pk=session.pk), now=now)
        return None
    session.previous_jti = session.current_jti
    session.rotated_at = now
    latest = session.started_at + settings.SESSION_LONGEST
    session.expires_at = min(now + api_settings.REFRESH_TOKEN_LIFETIME, latest)
    tokens = _issue(session, session.user, now=now)
    session.save(update_fields=["current_jti", "previous_jti", "rotated_at", "expires_at"])
    return tokens


def _is_spared(jti: str, session: Session, *, now: datetime) -> bool:
    """Return whether a token that is not the newest may be a second tab's or a lost answer's.

    Were any older token spared, a thief who refreshes every few seconds would never be noticed.
    """
    is_previous = jti == session.previous_jti
    return is_previous and now - session.rotated_at <= settings.REFRESH_REUSE_GRACE


@transaction.atomic
def end_session(*, refresh: str, now: datetime) -> None:
    """End the session that the token belongs to; a token that is no good ends nothing."""
    try:
        claims = _read(refresh)
    except TokenNotValid:
        return
    _end(Session.objects.alive().filter(pk=claims["sid"]), now=now)


@transaction.atomic
def end_sessions_of(*, user: User, now: datetime, but: str | None = None) -> int:
    """End all sessions of a person, save the one with id ``but``; return how many."""
    sessions = Session.objects.alive().filter(user=user)
    if but is not None:
        sessions = sessions.exclude(pk=but)
    return _end(sessions, now=now)


def _end(sessions: QuerySet[Session], *, now: datetime) -> int:
    """End each of the sessions and tell so; return how many."""
    ids = list(sessions.values_list("pk", flat=True))
    count = Session.objects.filter(pk__in=ids).update(revoked_at=now)
    ended.tell_after_commit([str(pk) for pk in ids])
    return count


@transaction.atomic
def forget_old_sessions(*, before: datetime) -> int:
    """Delete sessions that expired before that instant; return how many."""
    count, _by_model = Session.objects.filter(expires_at__lt=before).delete()
    return count


def _read(refresh: str) -> Token:
    try:
        claims = RefreshToken(refresh)  # type: ignore[arg-type]  # encoded text is what it takes
    except (TokenError, UnicodeError):
        raise TokenNotValid from None
    if "sid" not in claims:
        raise TokenNotValid
    return claims


def _issue(session: Session, user: User, *, now: datetime) -> Tokens:
    """Make the next pair of tokens and note which one is the newest."""
    refresh = _token(RefreshToken, session, user, now, api_settings.REFRESH_TOKEN_LIFETIME)
    access = _token(AccessToken, session, user, now, api_settings.ACCESS_TOKEN_LIFETIME)
    session.current_jti = refresh["jti"]
    return Tokens(access=str(access), refresh=str(refresh), user=user)


def _token(
    kind: type[Token], session: Session, user: User, now: datetime, lifetime: timedelta
) -> Token:
    token = kind()
    token[api_settings.USER_ID_CLAIM] = str(user.pk)
    token["sid"] = str(session.pk)
    token.set_iat(at_time=now)
    token.set_exp(from_time=now, lifetime=lifetime)
    return token
