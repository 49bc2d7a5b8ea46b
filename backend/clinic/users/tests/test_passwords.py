"""Passwords, mailed links, and proof of the address."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.deliveries.models import Delivery
from clinic.deliveries.tests.postman import send_due
from clinic.users.models import User
from clinic.users.tests.signing import PASSWORD, registration, signed_in, with_token
from tests.smtp import mail_to

pytestmark = pytest.mark.django_db

Api = Callable[[User | None], APIClient]
NEW = "une autre phrase"


def link_in(text: str) -> dict[str, str]:
    """Return what the link in a mail carries: behind the ``#``, where no server reads it."""
    link = urlsplit(next(line for line in text.splitlines() if line.startswith("http")))
    assert link.query == ""
    return {name: values[0] for name, values in parse_qs(link.fragment).items()}


def reset_link(user: User) -> dict[str, str]:
    APIClient().post("/api/users/password-reset/", {"email": user.email})
    return link_in(str(send_due()[-1].body))


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
    assert list(Delivery.objects.values_list("template", "recipient_kind", "recipient_id")) == [
        ("users.password_reset", "user", ada.pk)
    ]


def test_a_closed_account_gets_no_link(api: Api, ada: User) -> None:
    User.objects.update(is_active=False)

    assert api(None).post("/api/users/password-reset/", {"email": ada.email}).status_code == 202

    assert Delivery.objects.count() == 0


def test_an_account_that_was_closed_meanwhile_gets_no_link(api: Api, ada: User) -> None:
    api(None).post("/api/users/password-reset/", {"email": ada.email})
    User.objects.update(is_active=False)

    assert send_due() == []
    assert Delivery.objects.get().state == "cancelled"


def test_no_token_and_no_address_lies_in_the_database(api: Api, ada: User) -> None:
    link = reset_link(ada)

    row = str(Delivery.objects.values().get())
    assert link["token"] not in row
    assert ada.email not in row


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


def test_registering_mails_the_link_that_proves_the_address(api: Api) -> None:
    api(None).post("/api/users/register/", registration(first_name="John", last_name="Doe"))

    [message] = send_due()
    assert message.to == ["john@example.com"]
    assert message.subject == "Confirmez votre adresse e-mail"
    assert str(message.body).startswith(
        "Bonjour,\n\n"
        "Confirmez que cette adresse est la vôtre en ouvrant ce lien.\n\n"
        "Confirmer mon adresse\N{NO-BREAK SPACE}:\n"
        "http://localhost:8000/verifier-email#uid="
    )
    assert "valable 24 heures" in str(message.body)
    verified = api(None).post("/api/users/verify-email/", link_in(str(message.body)))
    assert verified.status_code == 200
    assert verified.json() == {"message": "Votre adresse e-mail est confirmée."}
    assert User.objects.get().email_verified_at is not None


def test_the_proof_is_asked_for_again_until_it_is_given(api: Api, dr_new: User) -> None:
    response = api(dr_new).post("/api/users/verify-email/resend/")
    [message] = send_due()
    assert response.status_code == 202

    link = link_in(str(message.body))
    assert api(None).post("/api/users/verify-email/", link).status_code == 200
    assert api(None).post("/api/users/verify-email/", link).json()["code"] == "link_not_valid"
    api(dr_new).post("/api/users/verify-email/resend/")

    assert send_due() == []


def test_a_proof_that_was_given_meanwhile_is_not_asked_for(api: Api, dr_new: User) -> None:
    api(dr_new).post("/api/users/verify-email/resend/")
    User.objects.update(email_verified_at=timezone.now())

    assert send_due() == []


def test_a_link_that_is_asked_for_twice_in_a_minute_is_sent_once(api: Api, ada: User) -> None:
    with time_machine.travel("2026-11-23T12:00:10Z", tick=False):
        api(None).post("/api/users/password-reset/", {"email": ada.email})
        api(None).post("/api/users/password-reset/", {"email": ada.email})
    with time_machine.travel("2026-11-23T12:01:10Z", tick=False):
        api(None).post("/api/users/password-reset/", {"email": ada.email})

    assert len(send_due(at=datetime(2026, 11, 23, 12, 2, tzinfo=UTC))) == 2


def test_a_mail_server_that_is_down_breaks_no_registration_and_loses_no_mail(api: Api) -> None:
    with mail_to(1):
        response = api(None).post("/api/users/register/", registration())
        send_due()

    assert response.status_code == 201
    [message] = send_due(at=timezone.now() + timedelta(hours=1))
    assert message.to == ["john@example.com"]
