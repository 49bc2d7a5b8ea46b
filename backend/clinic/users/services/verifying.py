"""Proof that an e-mail address is the person's own."""

from datetime import datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction

from clinic.outbox import services as outbox
from clinic.users.models import User
from clinic.users.services.passwords import LinkNotValid, linked_account


class VerificationTokenGenerator(PasswordResetTokenGenerator):
    """A token that proves one address of one account, once, for a day."""

    key_salt = "clinic.users.verify-email"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{user.pk}{user.email}{user.email_verified_at}{timestamp}"


verification_tokens = VerificationTokenGenerator()


@transaction.atomic
def ask_verification(*, user: User) -> None:
    """Let the link be mailed again, unless the address is proven already."""
    if user.email_verified_at is None:
        outbox.record("user.verification_requested", user_id=user.pk)


@transaction.atomic
def verify_email(*, uid: str, token: str, now: datetime) -> User:
    """Note that the address is the person's own. Raises :class:`LinkNotValid`."""
    user = linked_account(uid)
    if user is None or not verification_tokens.check_token(user, token):
        raise LinkNotValid
    user.email_verified_at = now
    user.save(update_fields=["email_verified_at"])
    return user
