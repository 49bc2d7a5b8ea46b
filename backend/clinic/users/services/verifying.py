"""Proof that an e-mail address is the person's own."""

from datetime import datetime

from django.db import transaction

from clinic.users.models import User
from clinic.users.services.links import LinkNotValid, linked_account, verification_tokens
from clinic.users.services.mails import VERIFICATION, owe_mail


@transaction.atomic
def ask_verification(*, user: User, now: datetime) -> None:
    """Let the link be mailed again, unless the address is proven already."""
    if user.email_verified_at is None:
        owe_mail(VERIFICATION, user=user, now=now)


@transaction.atomic
def verify_email(*, uid: str, token: str, now: datetime) -> User:
    """Note that the address is the person's own. Raises :class:`LinkNotValid`."""
    user = linked_account(uid)
    if user is None or not verification_tokens.check_token(user, token):
        raise LinkNotValid
    user.email_verified_at = now
    user.save(update_fields=["email_verified_at"])
    return user
