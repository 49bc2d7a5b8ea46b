"""Accounts in Django's admin."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from clinic.outbox.models import Event
from clinic.users.backends import UsernameOrEmailBackend
from clinic.users.models import Session, User
from clinic.users.tests.signing import PASSWORD, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(eve: User) -> Client:
    """Eve's browser, signed in to Django's admin by e-mail."""
    client = Client()
    response = client.post("/admin/login/", {"username": eve.email, "password": PASSWORD})
    assert response.status_code == 302
    return client


def form_of(user: User, **changes: Any) -> dict[str, Any]:
    return {"is_active": "on", "phone": user.phone, "language": user.language} | changes


def test_only_approved_admins_enter(ada: User, dr_cho: User, eve: User) -> None:
    for user, expected in ((ada, 302), (dr_cho, 302), (eve, 200)):
        client = Client()
        client.force_login(user, "clinic.users.backends.UsernameOrEmailBackend")
        assert client.get("/admin/").status_code == expected


def test_the_site_is_named(desk: Client) -> None:
    assert "Créneau" in desk.get("/admin/").content.decode()


def test_accounts_are_listed_searched_and_filtered(desk: Client, ada: User, dr_new: User) -> None:
    page = desk.get("/admin/users/user/?q=dr_&role__exact=DOCTOR&is_approved__exact=0")

    assert page.status_code == 200
    assert "dr_new" in page.content.decode()
    assert "ada@example.org" not in page.content.decode()


def test_the_chosen_accounts_are_approved_through_the_service(
    desk: Client, dr_new: User, ada: User
) -> None:
    chosen = {"action": "approve_accounts", "_selected_action": [dr_new.pk, ada.pk]}

    page = desk.post("/admin/users/user/", chosen, follow=True)

    assert "1 compte approuvé." in page.content.decode()
    dr_new.refresh_from_db()
    assert dr_new.is_approved is True
    assert Event.objects.get().payload == {"user_id": dr_new.pk}


def test_the_chosen_people_are_signed_out(desk: Client, ada: User, ben: User) -> None:
    signed_in("ada")
    signed_in("ada")
    signed_in("ben")

    page = desk.post(
        "/admin/users/user/",
        {"action": "end_sessions", "_selected_action": [ada.pk]},
        follow=True,
    )

    assert "2 sessions terminées." in page.content.decode()
    assert [session.user for session in Session.objects.alive()] == [ben]


def test_attempts_that_are_over_are_cleaned_up(desk: Client, ada: User) -> None:
    attempt = AccessAttempt.objects.create(username="ada", failures_since_start=1)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(days=30))

    answer = desk.post(
        "/admin/axes/accessattempt/",
        {"action": "cleanup_expired_attempts", "_selected_action": [attempt.pk]},
    )

    assert answer.status_code == 302
    assert not AccessAttempt.objects.exists()


def test_closing_an_account_ends_its_sessions(desk: Client, ada: User) -> None:
    signed_in("ada")

    desk.post(f"/admin/users/user/{ada.pk}/change/", form_of(ada, is_active=""))

    ada.refresh_from_db()
    assert ada.is_active is False
    assert Session.objects.alive().count() == 0


def test_role_and_approval_cannot_be_typed_in(desk: Client, ada: User) -> None:
    desk.post(
        f"/admin/users/user/{ada.pk}/change/",
        form_of(ada, role="ADMIN", is_staff="on", is_superuser="on", phone="06 12 34 56 78"),
    )

    ada.refresh_from_db()
    assert (ada.role, ada.is_staff, ada.is_superuser) == ("PATIENT", False, False)
    assert ada.phone == "+33612345678"


def test_a_wrong_number_is_told_and_nobody_closes_their_own_account(
    desk: Client, ada: User, eve: User
) -> None:
    wrong = desk.post(f"/admin/users/user/{ada.pk}/change/", form_of(ada, phone="12"))
    desk.post(f"/admin/users/user/{eve.pk}/change/", form_of(eve, is_active=""))

    assert "Ce n’est pas un numéro de téléphone" in wrong.content.decode()
    eve.refresh_from_db()
    assert eve.is_active is True


@pytest.mark.parametrize("path", ["users/user", "users/session"])
def test_accounts_and_sessions_are_neither_added_nor_deleted_here(
    desk: Client, ada: User, path: str
) -> None:
    signed_in("ada")
    row = ada.pk if path == "users/user" else Session.objects.get().pk

    assert desk.get(f"/admin/{path}/").status_code == 200
    assert desk.get(f"/admin/{path}/{row}/change/").status_code == 200
    assert desk.get(f"/admin/{path}/add/").status_code == 403
    assert desk.post(f"/admin/{path}/{row}/delete/", {"post": "yes"}).status_code == 403


def test_a_session_is_not_changed_here(desk: Client, ada: User) -> None:
    signed_in("ada")
    row = Session.objects.get().pk

    assert desk.post(f"/admin/users/session/{row}/change/", {}).status_code == 403


def test_rights_follow_from_role_and_approval(ada: User, eve: User) -> None:
    backend = UsernameOrEmailBackend()
    assert backend.has_perm(eve, "users.change_user") is True
    assert backend.has_module_perms(eve, "users") is True
    assert backend.has_perm(ada, "users.change_user") is False
    eve.is_approved = False
    assert backend.has_perm(eve, "users.change_user") is False


def test_an_unknown_name_costs_a_hash_too(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(User, "set_password", lambda _user, raw: hashed.append(raw))

    assert UsernameOrEmailBackend().authenticate(None, "nobody", PASSWORD) is None
    assert hashed == [PASSWORD]


def test_a_sign_in_without_name_or_password_is_nobodys(ada: User) -> None:
    assert UsernameOrEmailBackend().authenticate(None, username="ada") is None
    assert UsernameOrEmailBackend().authenticate(None, password=PASSWORD) is None
