"""Registration: an account and its profile (R3 §1.1; R4 "User Management")."""

import re
from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.common import errors
from clinic.outbox import services as outbox
from clinic.users import profiles
from clinic.users.events import UserRegistered
from clinic.users.models import User
from clinic.users.phones import e164
from clinic.users.roles import Role
from clinic.users.services.mails import VERIFICATION, owe_mail

EMAIL_TAKEN = _("There is already an account with this e-mail. Sign in, or reset your password.")
USERNAME_TAKEN = _("This username is taken. Please choose another.")
USERNAME_IS_NOT_EMAIL = _("A username with an @ must be your own e-mail.")

# Letters of other scripts look like these: an admin would approve the wrong "dr.moreau".
LATIN = re.compile("[ -~À-ÖØ-öø-ÿŒœŸĀ-ž]*")
USERNAME_NOT_LATIN = _("Please choose a username of Latin letters, digits and @.+-_ only.")


@transaction.atomic
def register_account(
    *,
    email: str,
    password: str,
    role: str,
    now: datetime,
    username: str = "",
    language: str = "fr",
    bio: str = "",
    particulars: profiles.Particulars | None = None,
) -> User:
    """Create an account and its profile, and let others know.

    Patients are approved at once unless ``AUTO_APPROVE_PATIENTS`` is off; doctors and admins wait,
    whatever they ask for. Raises :class:`Invalid` with the fields that are wrong.
    """
    email = email.strip().lower()
    told = particulars or profiles.Particulars()
    user = User(
        username=User.normalize_username(username.strip() or email),
        email=email,
        role=role,
        is_approved=role == Role.PATIENT and settings.AUTO_APPROVE_PATIENTS,
        language=language,
        phone=e164(told.phone),
        bio=bio,
        date_joined=now,
    )
    check_username(user)
    check_password(user, password, field="password")
    user.set_password(password)
    _insert(user)
    if kind := profiles.kind_of(role):
        kind.make(user=user, particulars=told)
    outbox.record(UserRegistered(user_id=user.pk))
    owe_mail(VERIFICATION, user=user, now=now)
    return user


def check_username(user: User) -> None:
    """Raise :class:`Invalid` when the name is malformed or poses as someone's e-mail."""
    if "@" in user.username and user.username.lower() != user.email:
        raise _invalid("username", USERNAME_IS_NOT_EMAIL)
    if not LATIN.fullmatch(user.username):
        raise _invalid("username", USERNAME_NOT_LATIN)
    try:
        UnicodeUsernameValidator()(user.username)
    except ValidationError as error:
        raise errors.Invalid(details={"username": error.messages}) from None


def check_password(user: User, password: str, *, field: str) -> None:
    """Raise :class:`Invalid` on ``field`` when the password is too weak."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise errors.Invalid(details={field: error.messages}) from None


def _insert(user: User) -> None:
    """Insert; the database's constraints decide between two who register the same name."""
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        taken = User.objects.alias(lowered=Lower("email")).filter(lowered=Lower(Value(user.email)))
        if taken.exists() or user.username == user.email:
            raise _invalid("email", EMAIL_TAKEN) from None
        raise _invalid("username", USERNAME_TAKEN) from None


def _invalid(field: str, message: str | Promise) -> errors.Invalid:
    return errors.Invalid(details={field: [message]})
