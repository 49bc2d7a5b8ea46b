"""Changing a password, and setting a new one by a mailed link."""

from datetime import datetime

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from clinic.common import errors
from clinic.outbox import services as outbox
from clinic.users import selectors
from clinic.users.models import User
from clinic.users.services.registering import check_password
from clinic.users.services.sessions import end_sessions_of


class LinkNotValid(errors.Invalid):
    """The mailed link is expired, used or altered (API: 400)."""

    code = "link_not_valid"
    sentence = _("This link is no longer valid. Please ask for a new one.")


@transaction.atomic
def change_password(
    *, user: User, new_password: str, session_id: str | None, now: datetime
) -> None:
    """Set a new password and end the other sessions of somebody whose current one was checked.

    Raises :class:`Invalid`.
    """
    check_password(user, new_password, field="new_password")
    user.set_password(new_password)
    user.save(update_fields=["password"])
    end_sessions_of(user=user, now=now, but=session_id)


@transaction.atomic
def ask_password_reset(*, email: str) -> None:
    """Let a reset link be mailed, if an active account has this e-mail; tells nobody whether."""
    user = selectors.account_named(email)
    if user is not None and user.is_active and user.email == email.strip().lower():
        outbox.record("user.password_reset_requested", user_id=user.pk)


@transaction.atomic
def reset_password(*, uid: str, token: str, new_password: str, now: datetime) -> User:
    """Set a new password by a mailed link and end all the person's sessions.

    The link also proves that the mailbox is theirs. Raises :class:`LinkNotValid`, :class:`Invalid`.
    """
    user = linked_account(uid)
    if user is None or not default_token_generator.check_token(user, token):
        raise LinkNotValid
    check_password(user, new_password, field="new_password")
    user.set_password(new_password)
    user.email_verified_at = user.email_verified_at or now
    user.save(update_fields=["password", "email_verified_at"])
    end_sessions_of(user=user, now=now)
    return user


def link_id(user: User) -> str:
    """Return how a mailed link names the account."""
    return urlsafe_base64_encode(force_bytes(user.pk))


def linked_account(uid: str) -> User | None:
    """Return the active account that a mailed link names, under its lock."""
    try:
        pk = int(force_str(urlsafe_base64_decode(uid)))
    except ValueError:
        return None
    # Larger numbers fit no key.
    if not 0 < pk < 2**63:
        return None
    user: User | None = User.objects.select_for_update().filter(pk=pk, is_active=True).first()
    return user
