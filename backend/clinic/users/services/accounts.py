"""Changes to accounts: by their owner, and by an admin."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from clinic.common import errors
from clinic.outbox import services as outbox
from clinic.users import profiles, selectors
from clinic.users.events import UserApproved, UserClosed
from clinic.users.models import User
from clinic.users.phones import e164
from clinic.users.roles import Role
from clinic.users.services.mails import ACCOUNT_OPEN, owe_mail
from clinic.users.services.registering import USERNAME_TAKEN, check_username
from clinic.users.services.sessions import end_sessions_of

OWN_FIELDS = frozenset({"username", "phone", "bio", "language"})
MANAGED_FIELDS = frozenset({"is_active", "phone", "language"})


class OwnAccount(errors.Conflict):
    """An admin may not close the account they are using (API: 409)."""

    code = "own_account"
    sentence = _("You cannot close your own account. Ask another administrator.")


@transaction.atomic
def change_own_account(*, user: User, changes: dict[str, Any]) -> User:
    """Change what a person may change of themself. Raises :class:`Invalid`."""
    return _change(user, {name: changes[name] for name in changes.keys() & OWN_FIELDS})


@transaction.atomic
def change_own_facts(*, user: User, facts: dict[str, Any], today: date) -> None:
    """Change what the account shows of the person's profile. Raises :class:`Invalid`."""
    kind, profile = profiles.kind_of(user.role), selectors.profile_of(user)
    if facts and kind is not None and kind.facts is not None and profile is not None:
        kind.facts.change(profile, facts, today=today)


@transaction.atomic
def manage_account(*, account: User, changes: dict[str, Any], by: User, now: datetime) -> User:
    """Change what an admin may change of an account; closing it ends its sessions.

    That somebody has left is recorded as ``UserClosed``: their appointments are cancelled.
    Raises :class:`OwnAccount` and :class:`Invalid`.
    """
    managed = {name: changes[name] for name in changes.keys() & MANAGED_FIELDS}
    if managed.get("is_active") is False:
        if account.pk == by.pk:
            raise OwnAccount
        end_sessions_of(user=account, now=now)
        if account.is_active:
            outbox.record(UserClosed(user_id=account.pk))
    return _change(account, managed)


@transaction.atomic
def approve_account(*, account_id: int, now: datetime) -> User:
    """Let somebody who registered take part; approving twice changes nothing more.

    Only here does an admin become staff. Raises ``User.DoesNotExist``.
    """
    account: User = User.objects.select_for_update().get(pk=account_id)
    if account.is_approved:
        return account
    account.is_approved = True
    account.is_staff = account.role == Role.ADMIN
    account.save(update_fields=["is_approved", "is_staff"])
    outbox.record(UserApproved(user_id=account.pk))
    owe_mail(ACCOUNT_OPEN, user=account, now=now)
    return account


def _change(user: User, changes: dict[str, Any]) -> User:
    if "phone" in changes:
        changes["phone"] = e164(changes["phone"])
    if "username" in changes:
        changes["username"] = User.normalize_username(changes["username"].strip())
    for name, value in changes.items():
        setattr(user, name, value)
    if "username" in changes:
        check_username(user)
    try:
        with transaction.atomic():
            user.save(update_fields=sorted(changes))
    except IntegrityError:
        raise errors.Invalid(details={"username": [USERNAME_TAKEN]}) from None
    return user
