"""Accounts: admins hear who waits for approval, and these that they are approved."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.notifications.kinds import Data, Kind, register_kinds
from clinic.notifications.services import Notice, admins, tell
from clinic.outbox.events import Fact
from clinic.users.events import UserApproved, UserRegistered
from clinic.users.models import User
from clinic.users.roles import Role


def on_registered(facts: Sequence[Fact[UserRegistered]]) -> None:
    """Tell the admins that somebody waits for approval (outbox handler)."""
    ids = [fact.payload.user_id for fact in facts]
    waiting = User.objects.filter(pk__in=ids, is_approved=False).in_bulk()
    tell(
        Notice(
            of=fact,
            user_id=admin_id,
            kind="approval_waiting",
            link="/admin-clinique",
            data={"who": newcomer.username, "email": newcomer.email, "role": newcomer.role},
        )
        for fact in facts
        if (newcomer := waiting.get(fact.payload.user_id))
        for admin_id in admins()
    )


def on_approved(facts: Sequence[Fact[UserApproved]]) -> None:
    """Tell somebody that their account is approved (outbox handler)."""
    tell(
        Notice(of=fact, user_id=fact.payload.user_id, kind="account_approved", link="/")
        for fact in facts
    )


def _approval_waiting(data: Data) -> str:
    """Say who asks to be what: an admin approves no stranger by the name alone."""
    who, email = str(data.get("who", "")), str(data.get("email", ""))
    return _("%(who)s has registered as %(role)s and waits for your approval.") % {
        "who": f"{who} ({email})" if email not in {"", who} else who,
        "role": str(dict(Role.choices).get(str(data.get("role")), Role.PATIENT.label)).lower(),
    }


def _approved(_data: Data) -> str:
    return _("Your account is approved. Everything is open to you now.")


def register() -> None:
    """Let people be told of these."""
    register_kinds(
        Kind("approval_waiting", gettext_lazy("Account waiting for approval"), _approval_waiting),
        Kind("account_approved", gettext_lazy("Account approved"), _approved),
    )
