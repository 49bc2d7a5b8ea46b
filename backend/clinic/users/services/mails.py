"""The mails of an account, in the person's language: owed with the change, made when they are sent.

Links carry what proves something behind a ``#``: browsers keep that to themselves, so that it lies
in no log between them and the mailbox.
"""

from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.utils import translation
from django.utils.translation import gettext as _

from clinic.deliveries.letters import Letter, message_of
from clinic.deliveries.models import Delivery
from clinic.deliveries.registry import Message, register_recipients, register_template
from clinic.deliveries.services.owing import Owed, owe
from clinic.users import selectors
from clinic.users.models import User
from clinic.users.services.links import link_id, verification_tokens

# How deliveries name a person with an account.
USER: Final = "user"
# The same person as whoever has left: for the mails about the closing of their account alone.
LEAVER: Final = "leaver"
VERIFICATION: Final = "users.verification"
PASSWORD_RESET: Final = "users.password_reset"  # noqa: S105  the name of a mail
ACCOUNT_OPEN: Final = "users.account_open"


def register() -> None:
    """Tell deliveries how people with accounts are reached, and what these mails say."""
    register_recipients(USER, selectors.address_of)
    register_recipients(LEAVER, selectors.last_address_of)
    register_template(VERIFICATION, verification)
    register_template(PASSWORD_RESET, password_reset)
    register_template(ACCOUNT_OPEN, account_open)


def owe_mail(template: str, *, user: User, now: datetime) -> None:
    """Owe the person a mail; asked for twice within a minute, it is sent once."""
    key = f"{template}:{user.pk}:{now:%Y%m%d%H%M}"
    owe(Owed(kind=USER, recipient_id=user.pk, template=template, dedupe_key=key), now=now)


def verification(delivery: Delivery, _now: datetime) -> Message | None:
    """Give the link that proves the address; None when it is proven."""
    user = User.objects.get(pk=delivery.recipient_id)
    if user.email_verified_at is not None:
        return None
    with translation.override(user.language):
        return _letter(
            user,
            subject=_("Please confirm your e-mail"),
            text=_("Please confirm that this address is yours by opening this link."),
            button=(
                _("Confirm my e-mail"),
                _link("verifier-email", user, verification_tokens.make_token(user)),
            ),
            note=_(
                "The link is good for %(hours)d hours. If you did not register, ignore this mail."
            )
            % {"hours": _hours()},
        )


def password_reset(delivery: Delivery, _now: datetime) -> Message | None:
    """Give the link that sets a new password."""
    user = User.objects.get(pk=delivery.recipient_id)
    with translation.override(user.language):
        return _letter(
            user,
            subject=_("Your new password"),
            text=_("Choose a new password by opening this link."),
            button=(
                _("Choose a new password"),
                _link("reinitialiser", user, default_token_generator.make_token(user)),
            ),
            note=_(
                "The link is good for %(hours)d hours and works once. If you did not ask for it,"
                " ignore this mail: your password stays as it is."
            )
            % {"hours": _hours()},
        )


def account_open(delivery: Delivery, _now: datetime) -> Message | None:
    """Tell that the clinic has approved the account; None when it took that back."""
    user = User.objects.get(pk=delivery.recipient_id)
    if not user.is_approved:
        return None
    with translation.override(user.language):
        return _letter(
            user,
            subject=_("Your account is open"),
            text=_("The clinic has approved your account. You can sign in now."),
            button=(_("Sign in"), f"{settings.FRONTEND_BASE_URL}/connexion"),
        )


def greeting_of(user: User) -> str:
    """Return how the person is greeted; by no name while their address is not proven.

    Whoever registered a stranger's address must not write the stranger's mail.
    """
    if user.email_verified_at is None:
        return _("Hello,")
    profile = selectors.profile_of(user)
    return _("Hello %(name)s,") % {"name": profile.name if profile else user.username}


def _letter(
    user: User, *, subject: str, text: str, button: tuple[str, str], note: str = ""
) -> Message:
    return message_of(
        Letter(
            subject=subject,
            greeting=greeting_of(user),
            paragraphs=[text],
            button=button,
            notes=[note] if note else [],
        )
    )


def _link(page: str, user: User, token: str) -> str:
    proof = urlencode({"uid": link_id(user), "token": token})
    return f"{settings.FRONTEND_BASE_URL}/{page}#{proof}"


def _hours() -> int:
    return int(settings.PASSWORD_RESET_TIMEOUT) // 3600
