"""The mails of an account, in the person's language, as plain text."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from clinic.users import selectors
from clinic.users.models import User
from clinic.users.services.passwords import link_id
from clinic.users.services.verifying import verification_tokens


def mail_verification_link(*, user_id: int) -> None:
    """Mail the link that proves the address; nothing when it is proven or the account closed."""
    user = User.objects.filter(pk=user_id, is_active=True, email_verified_at=None).first()
    if user is not None:
        link = _link("verifier-email", user, verification_tokens.make_token(user))
        with translation.override(user.language):
            _send(user, _("Please confirm your e-mail"), "users/mail/verify_email.txt", link)


def mail_reset_link(*, user_id: int) -> None:
    """Mail the link that sets a new password; nothing when the account is closed."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        link = _link("reinitialiser", user, default_token_generator.make_token(user))
        with translation.override(user.language):
            _send(user, _("Your new password"), "users/mail/reset_password.txt", link)


def mail_account_open(*, user_id: int) -> None:
    """Mail that the clinic has approved the account; nothing when it was closed meanwhile."""
    user = User.objects.filter(pk=user_id, is_active=True, is_approved=True).first()
    if user is not None:
        link = f"{settings.FRONTEND_BASE_URL}/connexion"
        with translation.override(user.language):
            _send(user, _("Your account is open"), "users/mail/account_open.txt", link)


def _link(page: str, user: User, token: str) -> str:
    query = urlencode({"uid": link_id(user), "token": token})
    return f"{settings.FRONTEND_BASE_URL}/{page}?{query}"


def _send(user: User, subject: str, template: str, link: str) -> None:
    text = render_to_string(
        template,
        {
            "name": _name_of(user),
            "link": link,
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        },
    )
    EmailMessage(subject=subject, body=text, to=[user.email]).send()


def _name_of(user: User) -> str:
    """Return the name to greet with; none for an address that is not proven.

    Whoever registered a stranger's address must not write the stranger's mail.
    """
    if user.email_verified_at is None:
        return ""
    profile = selectors.profile_of(user)
    return profile.name if profile else user.username
