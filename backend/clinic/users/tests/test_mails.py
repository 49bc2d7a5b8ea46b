"""The mail that says that an account is open."""

import pytest
from django.core import mail

from clinic.users import tasks
from clinic.users.models import User
from clinic.users.services import mails

pytestmark = pytest.mark.django_db


def test_an_approved_person_is_told_by_mail_in_their_language(dr_new: User) -> None:
    User.objects.filter(pk=dr_new.pk).update(is_approved=True, language="en")

    mails.mail_account_open(user_id=dr_new.pk)

    [message] = mail.outbox
    assert (message.to, message.subject) == (["dr_new@example.org"], "Your account is open")
    assert "/connexion" in str(message.body)


@pytest.mark.parametrize("state", [{"is_approved": False}, {"is_active": False}])
def test_who_cannot_sign_in_is_not_told(dr_new: User, state: dict[str, bool]) -> None:
    User.objects.filter(pk=dr_new.pk).update(**({"is_approved": True} | state))

    mails.mail_account_open(user_id=dr_new.pk)

    assert mail.outbox == []


def test_approval_owes_that_mail() -> None:
    assert tasks.SENDERS[tasks.MAIL_OF["user.approved"]] is mails.mail_account_open
