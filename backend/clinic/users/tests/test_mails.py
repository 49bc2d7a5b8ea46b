"""The mails of an account: to whom, in which language, and when no longer."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from clinic.deliveries.tests.postman import send_due
from clinic.users.models import User
from clinic.users.services.accounts import approve_account
from clinic.users.services.mails import PASSWORD_RESET, VERIFICATION, owe_mail

pytestmark = pytest.mark.django_db


def mailed(template: str, user: User) -> tuple[str, str]:
    """Return subject and text of a mail to somebody."""
    with transaction.atomic():
        owe_mail(template, user=user, now=timezone.now())
    [message] = send_due()
    return str(message.subject), str(message.body)


def test_an_approved_person_is_told_in_their_language(dr_new: User) -> None:
    User.objects.filter(pk=dr_new.pk).update(language="en")

    approve_account(account_id=dr_new.pk, now=timezone.now())

    [message] = send_due()
    assert (message.to, message.subject) == (["dr_new@example.org"], "Your account is open")
    assert "http://localhost:8000/connexion" in str(message.body)


@pytest.mark.parametrize("state", [{"is_approved": False}, {"is_active": False}])
def test_who_cannot_sign_in_any_more_is_not_told(dr_new: User, state: dict[str, bool]) -> None:
    approve_account(account_id=dr_new.pk, now=timezone.now())
    User.objects.filter(pk=dr_new.pk).update(**state)

    assert send_due() == []


def test_approving_twice_mails_once(dr_new: User) -> None:
    approve_account(account_id=dr_new.pk, now=timezone.now() - timedelta(hours=1))
    approve_account(account_id=dr_new.pk, now=timezone.now())

    assert len(send_due()) == 1


def test_mails_are_in_the_persons_language_not_in_the_callers(ada: User) -> None:
    User.objects.update(language="en")

    subject, text = mailed(PASSWORD_RESET, ada)

    assert subject == "Your new password"
    assert text.startswith(
        "Hello,\n\n"
        "Choose a new password by opening this link.\n\n"
        "Choose a new password:\n"
        "http://localhost:8000/reinitialiser#uid="
    )
    assert "good for 24 hours and works once" in text


def test_an_admin_is_greeted_by_username(eve: User, now: datetime) -> None:
    User.objects.update(email_verified_at=now)

    subject, text = mailed(PASSWORD_RESET, eve)

    assert subject == "Votre nouveau mot de passe"
    assert text.startswith("Bonjour eve,\n")


def test_a_stranger_whose_address_was_registered_reads_no_made_up_name(ada: User) -> None:
    ada.patient.first_name = "votre compte est bloqué : http://evil.example"
    ada.patient.save(update_fields=["first_name"])

    _subject, text = mailed(VERIFICATION, ada)

    assert text.startswith("Bonjour,\n")
    assert "evil" not in text


def test_a_name_is_not_escaped_in_plain_text(ada: User, now: datetime) -> None:
    User.objects.update(email_verified_at=now)
    ada.patient.last_name = "O'Neill & <Fils>"
    ada.patient.save(update_fields=["last_name"])

    _subject, text = mailed(PASSWORD_RESET, ada)

    assert text.startswith("Bonjour Ada O'Neill & <Fils>,\n")
