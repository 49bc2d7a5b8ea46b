"""Changing a password, and setting a new one by a mailed link."""

from datetime import datetime

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction

from clinic.users import selectors
from clinic.users.models import User
from clinic.users.services.links import LinkNotValid, linked_account
from clinic.users.services.mails import PASSWORD_RESET, owe_mail
from clinic.users.services.registering import check_password
from clinic.users.services.sessions import end_sessions_of


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
def ask_password_reset(*, email: str, now: datetime) -> None:
    """Let a reset link be mailed, if an active account has this e-mail; tells nobody whether."""
    user = selectors.account_named(email)
    if user is not None and user.is_active and user.email == email.strip().lower():
        owe_mail(PASSWORD_RESET, user=user, now=now)


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
