"""Passwords, mailed links, and proof of the address."""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from celery.exceptions import Retry
from django.core import mail
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.outbox.models import Event
from clinic.outbox.services import relay
from clinic.users import tasks
from clinic.users.models import User
from clinic.users.services import mails
from clinic.users.tests.signing import PASSWORD, registration, signed_in, with_token

pytestmark = pytest.mark.django_db

Api = Callable[[User | None], APIClient]
NEW = "une autre phrase"


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let queued mails be sent at once."""
    monkeypatch.setattr(tasks.send_mail, "delay", tasks.send_mail)


def link_in(text: str) -> dict[str, str]:
    """Return what the link in a mail carries."""
    link = next(line for line in text.splitlines() if line.startswith("http"))
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


def reset_link(user: User) -> dict[str, str]:
    mails.mail_reset_link(user_id=user.pk)
    return link_in(str(mail.outbox[-1].body))


def test_a_new_password_ends_other_sessions_and_keeps_this_one(ada: User) -> None:
    here, there = signed_in("ada"), signed_in("ada")

    response = with_token(here["access"]).post(
        "/api/users/me/password/", {"current_password": PASSWORD, "new_password": NEW}
    )

    assert response.status_code == 204
    assert with_token(here["access"]).get("/api/users/me/").status_code == 200
    assert with_token(there["access"]).get("/api/users/me/").status_code == 401
    signed_in("ada", password=NEW)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"current_password": "wrong", "new_password": NEW}, "current_password"),
        ({"current_password": PASSWORD, "new_password": "12345678"}, "new_password"),
        ({"current_password": PASSWORD}, "new_password"),
    ],
)
def test_a_password_that_is_wrong_or_weak_changes_nothing(
    api: Api, ada: User, body: dict[str, str], field: str
) -> None:
    response = api(ada).post("/api/users/me/password/", body)

    assert response.status_code == 400
    assert list(response.json()["details"]) == [field]
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_asking_for_a_reset_tells_nobody_who_has_an_account(api: Api, ada: User) -> None:
    known = api(None).post("/api/users/password-reset/", {"email": "ADA@example.org"})
    unknown = api(None).post("/api/users/password-reset/", {"email": "nobody@example.org"})

    assert known.status_code == unknown.status_code == 202
    assert known.json() == unknown.json()
    assert list(Event.objects.values_list("topic", "payload")) == [
        ("user.password_reset_requested", {"user_id": ada.pk})
    ]


def test_a_closed_account_gets_no_link(api: Api, ada: User) -> None:
    User.objects.update(is_active=False)

    assert api(None).post("/api/users/password-reset/", {"email": ada.email}).status_code == 202
    mails.mail_reset_link(user_id=ada.pk)
    mails.mail_verification_link(user_id=ada.pk)

    assert Event.objects.count() == 0
    assert mail.outbox == []


def test_the_mailed_link_sets_a_password_once_and_ends_all_sessions(api: Api, ada: User) -> None:
    tokens = signed_in("ada")
    link = reset_link(ada)

    first = api(None).post("/api/users/password-reset/confirm/", link | {"new_password": NEW})
    again = api(None).post("/api/users/password-reset/confirm/", link | {"new_password": NEW})

    assert first.status_code == 204
    assert (again.status_code, again.json()["code"]) == (400, "link_not_valid")
    assert with_token(tokens["access"]).get("/api/users/me/").status_code == 401
    ada.refresh_from_db()
    assert ada.email_verified_at is not None
    signed_in("ada", password=NEW)


def test_the_link_opens_a_locked_account(api: Api, ada: User) -> None:
    for _time in range(5):
        api(None).post("/api/token/", {"username": "ada", "password": "wrong"})

    api(None).post("/api/users/password-reset/confirm/", reset_link(ada) | {"new_password": NEW})

    signed_in("ada", password=NEW)


def test_a_weak_password_leaves_the_link_good(api: Api, ada: User) -> None:
    link = reset_link(ada)

    weak = api(None).post("/api/users/password-reset/confirm/", link | {"new_password": "1"})
    good = api(None).post("/api/users/password-reset/confirm/", link | {"new_password": NEW})

    assert (weak.status_code, list(weak.json()["details"])) == (400, ["new_password"])
    assert good.status_code == 204


def test_the_link_is_good_for_a_day(api: Api, ada: User) -> None:
    link = reset_link(ada)

    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=5)):
        late = api(None).post("/api/users/password-reset/confirm/", link | {"new_password": NEW})

    assert late.json()["code"] == "link_not_valid"


@pytest.mark.parametrize("uid", ["MQ", "!!!", "é", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "_w"])
def test_an_altered_link_is_not_valid(api: Api, ada: User, uid: str) -> None:
    body = {"uid": uid, "token": "x-y", "new_password": NEW}

    reset = api(None).post("/api/users/password-reset/confirm/", body)
    verified = api(None).post("/api/users/verify-email/", body)

    assert (reset.status_code, reset.json()["code"]) == (400, "link_not_valid")
    assert (verified.status_code, verified.json()["code"]) == (400, "link_not_valid")


def test_a_link_of_one_kind_is_no_good_for_the_other(api: Api, ada: User) -> None:
    response = api(None).post("/api/users/verify-email/", reset_link(ada))

    assert response.json()["code"] == "link_not_valid"


def test_registering_mails_the_link_that_proves_the_address(api: Api, worker: None) -> None:
    api(None).post("/api/users/register/", registration(first_name="John", last_name="Doe"))
    relay(now=timezone.now())

    message = mail.outbox[0]
    assert message.to == ["john@example.com"]
    assert message.subject == "Confirmez votre adresse e-mail"
    assert str(message.body).startswith(
        "Bonjour,\n\n"
        "Confirmez que cette adresse est la vôtre en ouvrant ce lien :\n\n"
        "http://localhost:8000/verifier-email?uid="
    )
    assert "valable 24 heures" in str(message.body)
    verified = api(None).post("/api/users/verify-email/", link_in(str(message.body)))
    assert verified.status_code == 200
    assert verified.json() == {"message": "Votre adresse e-mail est confirmée."}
    assert User.objects.get().email_verified_at is not None


def test_the_proof_is_asked_for_again_until_it_is_given(
    api: Api, dr_new: User, worker: None
) -> None:
    response = api(dr_new).post("/api/users/verify-email/resend/")
    relay(now=timezone.now())
    assert response.status_code == 202
    assert len(mail.outbox) == 1

    link = link_in(str(mail.outbox[0].body))
    assert api(None).post("/api/users/verify-email/", link).status_code == 200
    assert api(None).post("/api/users/verify-email/", link).json()["code"] == "link_not_valid"
    api(dr_new).post("/api/users/verify-email/resend/")
    tasks.send_mail(kind="verification", user_id=dr_new.pk)
    relay(now=timezone.now())

    assert len(mail.outbox) == 1


def test_mails_are_in_the_persons_language_not_in_the_callers(ada: User) -> None:
    User.objects.update(language="en")

    mails.mail_reset_link(user_id=ada.pk)

    message = mail.outbox[0]
    assert message.subject == "Your new password"
    assert str(message.body).startswith(
        "Hello,\n\n"
        "Choose a new password by opening this link:\n\n"
        "http://localhost:8000/reinitialiser?uid="
    )
    assert "good for 24 hours and works once" in str(message.body)


def test_an_admin_is_greeted_by_username(eve: User, now: datetime) -> None:
    User.objects.update(email_verified_at=now)
    mails.mail_reset_link(user_id=eve.pk)

    assert mail.outbox[0].subject == "Votre nouveau mot de passe"
    assert str(mail.outbox[0].body).startswith("Bonjour eve,\n")


def test_a_stranger_whose_address_was_registered_reads_no_made_up_name(ada: User) -> None:
    ada.patient.first_name = "votre compte est bloqué : http://evil.example"
    ada.patient.save(update_fields=["first_name"])

    mails.mail_verification_link(user_id=ada.pk)

    assert str(mail.outbox[0].body).startswith("Bonjour,\n")
    assert "evil" not in str(mail.outbox[0].body)


def test_a_name_is_not_escaped_in_plain_text(ada: User, now: datetime) -> None:
    User.objects.update(email_verified_at=now)
    ada.patient.last_name = "O'Neill & <Fils>"
    ada.patient.save(update_fields=["last_name"])

    mails.mail_reset_link(user_id=ada.pk)

    assert str(mail.outbox[0].body).startswith("Bonjour Ada O'Neill & <Fils>,\n")


def test_a_mail_server_that_is_down_breaks_no_registration(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_args: Any, **_kwargs: Any) -> None:
        raise SMTPServerDisconnected

    monkeypatch.setattr(mail.EmailMessage, "send", down)

    response = api(None).post("/api/users/register/", registration())

    assert response.status_code == 201
    with pytest.raises((Retry, SMTPServerDisconnected)):
        tasks.send_mail.apply(
            kwargs={"kind": "verification", "user_id": User.objects.get().pk}, throw=True
        )


def test_a_queue_that_is_down_leaves_the_mail_owed(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[dict[str, Any]] = []

    def down(**_kwargs: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(tasks.send_mail, "delay", down)
    api(None).post("/api/users/register/", registration())
    relay(now=timezone.now())
    assert Event.objects.get(topic="user.registered").relayed_at is None

    monkeypatch.setattr(tasks.send_mail, "delay", lambda **kwargs: sent.append(kwargs))
    relay(now=timezone.now() + timedelta(minutes=1))

    assert Event.objects.get(topic="user.registered").relayed_at is not None
    assert sent == [{"kind": "verification", "user_id": User.objects.get().pk}]
