"""What mailed links name and prove."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from clinic.common import errors
from clinic.users.models import User


class LinkNotValid(errors.Invalid):
    """The mailed link is expired, used or altered (API: 400)."""

    code = "link_not_valid"
    sentence = _("This link is no longer valid. Please ask for a new one.")


class VerificationTokenGenerator(PasswordResetTokenGenerator):
    """A token that proves one address of one account, once, for a day."""

    key_salt = "clinic.users.verify-email"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{user.pk}{user.email}{user.email_verified_at}{timestamp}"


verification_tokens = VerificationTokenGenerator()


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
