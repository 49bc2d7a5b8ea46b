"""One's own account, and accounts in an admin's hands: R3 §1.3, R4 "User Management"."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from rest_framework.test import APIClient

from clinic.outbox.models import Event
from clinic.users.models import User
from clinic.users.tests.signing import registration, signed_in, with_token

pytestmark = pytest.mark.django_db

Api = Callable[[User | None], APIClient]


def test_people_read_their_own_account_also_while_they_wait(
    api: Api, ada: User, dr_new: User
) -> None:
    assert api(ada).get("/api/users/me/").json()["display_name"] == "Ada Martin"
    response = api(dr_new).get("/api/users/me/")
    assert (response.status_code, response.json()["is_approved"]) == (200, False)
    assert api(None).get("/api/users/me/").status_code == 401


def test_people_change_how_they_are_reached(api: Api, ada: User) -> None:
    body = {"language": "en", "phone": "01 23 45 67 89", "bio": "Bonjour", "username": "ada.m"}

    response = api(ada).patch("/api/users/me/", body)

    assert response.status_code == 200
    answered = response.json()
    assert {name: answered[name] for name in body} == body | {"phone": "+33123456789"}
    assert api(ada).get("/api/users/me/").json() == answered


def test_nobody_raises_themself(api: Api, ada: User) -> None:
    before = User.objects.values().get()

    response = api(ada).patch(
        "/api/users/me/",
        {
            "role": "ADMIN",
            "is_approved": False,
            "is_active": False,
            "is_staff": True,
            "is_superuser": True,
            "email": "x@example.org",
            "email_verified_at": "2026-01-01T00:00:00Z",
            "id": 99,
        },
    )

    assert response.status_code == 200
    assert User.objects.values().get() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"username": "BEN"}, "username"),
        ({"username": "ben@example.org"}, "username"),
        ({"username": "a b"}, "username"),
        ({"username": ""}, "username"),
        ({"language": "de"}, "language"),
        ({"bio": "x" * 2001}, "bio"),
    ],
)
def test_a_wrong_change_is_told_and_not_made(
    api: Api, ada: User, ben: User, body: dict[str, str], field: str
) -> None:
    response = api(ada).patch("/api/users/me/", body)

    assert response.status_code == 400
    assert list(response.json()["details"]) == [field]
    ada.refresh_from_db()
    assert (ada.username, ada.phone) == ("ada", "")


def test_a_number_can_be_taken_away_and_an_empty_change_is_none(api: Api, ada: User) -> None:
    api(ada).patch("/api/users/me/", {"phone": "+33123456789"})
    assert api(ada).patch("/api/users/me/", {"phone": ""}).json()["phone"] == ""
    assert api(ada).patch("/api/users/me/", {}).status_code == 200


def test_two_windows_do_not_overwrite_each_other(api: Api, ada: User) -> None:
    tag = api(ada).get("/api/users/me/").headers["ETag"]

    first = api(ada).patch("/api/users/me/", {"bio": "one"}, headers={"If-Match": tag})
    second = api(ada).patch("/api/users/me/", {"bio": "two"}, headers={"If-Match": tag})

    assert first.status_code == 200
    assert (second.status_code, second.json()["code"]) == (412, "version_conflict")


def test_who_waits_changes_nothing(api: Api, dr_new: User) -> None:
    response = api(dr_new).patch("/api/users/me/", {"bio": "x"})

    assert (response.status_code, response.json()["code"]) == (403, "not_approved")


def test_an_admin_lists_accounts_newest_first_in_constant_queries(
    api: Api,
    eve: User,
    ada: User,
    dr_cho: User,
    dr_new: User,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    client = api(eve)
    with django_assert_num_queries(3):
        response = client.get("/api/users/")

    assert [user["username"] for user in response.json()] == ["dr_new", "dr_cho", "ada", "eve"]
    assert [user["display_name"] for user in response.json()] == [
        "Dr. Nina Neuve",
        "Dr. Claire Cho",
        "Ada Martin",
        "eve",
    ]
    assert response.json()[1]["profile_id"] == dr_cho.doctor.pk
    assert [user["time_zone"] for user in response.json()] == ["Europe/Paris"] * 2 + [None] * 2
    with django_assert_num_queries(3):
        assert len(client.get("/api/users/?q=a").json()) == 4


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("role=PATIENT", ["ada"]),
        ("role=DOCTOR&is_approved=false", ["dr_new"]),
        ("is_active=false", []),
        ("q=DR_", ["dr_new", "dr_cho"]),
        ("q=ada@example", ["ada"]),
        ("q=MARTIN", ["ada"]),
        ("q=mártin ada", ["ada"]),
        ("q=claire cho", ["dr_cho"]),
        ("q=martin cho", []),
    ],
)
def test_the_list_is_filtered(
    api: Api, eve: User, ada: User, dr_cho: User, dr_new: User, query: str, names: list[str]
) -> None:
    response = api(eve).get(f"/api/users/?{query}")

    assert [user["username"] for user in response.json()] == names


def test_the_list_is_paged_and_counted(api: Api, eve: User, ada: User, ben: User) -> None:
    response = api(eve).get("/api/users/?limit=2&count=true")

    assert len(response.json()) == 2
    assert response.headers["X-Total-Count"] == "3"
    assert 'rel="next"' in response.headers["Link"]


@pytest.mark.parametrize("query", ["rank=1", "role=OWNER"])
def test_an_unknown_filter_is_refused(api: Api, eve: User, query: str) -> None:
    assert api(eve).get(f"/api/users/?{query}").status_code == 400


def test_an_admin_closes_an_account_and_its_sessions(api: Api, eve: User, ada: User) -> None:
    tokens = signed_in("ada")

    response = api(eve).patch(f"/api/users/{ada.pk}/", {"is_active": False})

    assert (response.status_code, response.json()["is_active"]) == (200, False)
    assert with_token(tokens["access"]).get("/api/users/me/").status_code == 401
    refreshed = api(None).post("/api/token/refresh/", {"refresh": tokens["refresh"]})
    assert refreshed.json()["code"] == "token_not_valid"
    assert api(eve).patch(f"/api/users/{ada.pk}/", {"is_active": True}).json()["is_active"] is True
    signed_in("ada")


def test_an_admin_manages_only_what_is_theirs_to_manage(api: Api, eve: User, ada: User) -> None:
    response = api(eve).patch(
        f"/api/users/{ada.pk}/",
        {"phone": "0612345678", "language": "en", "role": "ADMIN", "username": "x", "bio": "x"},
    )

    answered = response.json()
    assert (answered["phone"], answered["language"]) == ("+33612345678", "en")
    assert (answered["role"], answered["username"], answered["bio"]) == ("PATIENT", "ada", "")
    assert api(eve).get(f"/api/users/{ada.pk}/").json() == answered


def test_an_admin_does_not_close_their_own_account(api: Api, eve: User) -> None:
    response = api(eve).patch(f"/api/users/{eve.pk}/", {"is_active": False})

    assert (response.status_code, response.json()["code"]) == (409, "own_account")
    eve.refresh_from_db()
    assert eve.is_active is True


def test_r3_an_admin_approves_a_doctor(api: Api, eve: User, dr_new: User) -> None:
    response = api(eve).post(f"/api/users/approve/{dr_new.pk}/")

    assert response.status_code == 200
    body = response.json()
    assert body["message"] == "Utilisateur approuvé avec succès"
    user = {name: body["user"][name] for name in ("id", "username", "is_approved")}
    assert user == {"id": dr_new.pk, "username": "dr_new", "is_approved": True}
    assert list(Event.objects.values_list("topic", "payload")) == [
        ("user.approved", {"user_id": dr_new.pk})
    ]
    dr_new.refresh_from_db()
    assert dr_new.is_staff is False
    assert api(dr_new).get("/api/doctors/").status_code == 200


def test_approving_twice_announces_once(api: Api, eve: User, dr_new: User) -> None:
    statuses = [api(eve).post(f"/api/users/approve/{dr_new.pk}/").status_code for _time in range(2)]

    assert statuses == [200, 200]
    assert Event.objects.count() == 1


def test_only_approval_makes_an_admin_staff(api: Api, eve: User) -> None:
    api(None).post("/api/users/register/", registration(role="ADMIN"))
    newcomer = User.objects.get(username="john_doe")
    assert api(newcomer).post(f"/api/users/approve/{newcomer.pk}/").status_code == 403

    api(eve).post(f"/api/users/approve/{newcomer.pk}/")

    newcomer.refresh_from_db()
    assert (newcomer.is_staff, newcomer.is_superuser) == (True, False)
    assert api(newcomer).get("/api/users/").status_code == 200


@pytest.mark.parametrize("pk", ["0", "999999999", "99999999999999999999999999"])
def test_an_unknown_account_is_404(api: Api, eve: User, pk: str) -> None:
    assert api(eve).get(f"/api/users/{pk}/").status_code == 404
    assert api(eve).patch(f"/api/users/{pk}/", {}).status_code == 404
    assert api(eve).post(f"/api/users/approve/{pk}/").status_code == 404


def test_accounts_are_visible_to_themselves_and_to_approved_admins(
    ada: User, dr_cho: User, eve: User
) -> None:
    def seen(viewer: Any) -> list[str]:
        return sorted(User.objects.visible_to(viewer).values_list("username", flat=True))

    assert seen(AnonymousUser()) == []
    assert seen(ada) == ["ada"]
    assert seen(dr_cho) == ["dr_cho"]
    assert seen(eve) == ["ada", "dr_cho", "eve"]
    eve.is_approved = False
    assert seen(eve) == ["eve"]
    eve.is_active = False
    assert seen(eve) == []
