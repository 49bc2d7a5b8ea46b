"""Sign-in, refresh and sign-out: R1 "Authentification", R3 §1.2, CONTRACT "Browser session"."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from clinic.users import selectors, tasks
from clinic.users.models import Session, User
from clinic.users.services import sessions
from clinic.users.tests.signing import PASSWORD, signed_in, with_token

pytestmark = pytest.mark.django_db

Api = Callable[[User | None], APIClient]
COOKIE = {"X-Session": "cookie"}


@pytest.mark.parametrize("path", ["/api/token/", "/api/v1/token/"])
def test_r1_a_username_and_password_give_two_tokens(api: Api, ada: User, path: str) -> None:
    response = api(None).post(path, {"username": "ada", "password": PASSWORD})

    assert response.status_code == 200
    assert sorted(response.json()) == ["access", "refresh"]
    access = AccessToken(response.json()["access"])
    refresh = RefreshToken(response.json()["refresh"])
    assert access["exp"] - access["iat"] == 5 * 60
    assert refresh["exp"] - refresh["iat"] == 24 * 60 * 60
    assert access["user_id"] == str(ada.pk)
    assert access["sid"] == refresh["sid"] == str(Session.objects.get().pk)


@pytest.mark.parametrize(
    "named",
    [
        {"username": "ada"},
        {"username": "ADA"},
        {"username": "Ada@Example.org"},
        {"email": "ada@example.org"},
        {"email": "ada"},
    ],
)
def test_username_and_email_both_sign_in(api: Api, ada: User, named: dict[str, str]) -> None:
    response = api(None).post("/api/token/", named | {"password": PASSWORD})

    assert response.status_code == 200


def test_r3_login_answers_the_account_with_the_tokens(api: Api, ada: User) -> None:
    response = api(None).post(
        "/api/users/login/", {"email": "ada@example.org", "password": PASSWORD}
    )

    assert response.status_code == 200
    body = response.json()
    assert sorted(body) == ["access", "refresh", "user"]
    user = {name: body["user"][name] for name in ("id", "username", "email", "role", "is_approved")}
    assert user == {
        "id": ada.pk,
        "username": "ada",
        "email": "ada@example.org",
        "role": "PATIENT",
        "is_approved": True,
    }
    ada.refresh_from_db()
    assert ada.last_login is not None


@pytest.mark.parametrize("path", ["/api/token/", "/api/users/login/"])
@pytest.mark.parametrize(
    "credentials",
    [
        {"username": "ada", "password": "wrong"},
        {"username": "nobody", "password": PASSWORD},
        {"username": "closed", "password": PASSWORD},
    ],
)
def test_wrong_unknown_and_closed_are_one_answer(
    api: Api, ada: User, ben: User, path: str, credentials: dict[str, str]
) -> None:
    User.objects.filter(pk=ben.pk).update(username="closed", is_active=False)

    response = api(None).post(path, credentials)

    assert response.status_code == 401
    assert response.json()["code"] == "wrong_credentials"
    assert response.json()["error"] == (
        "L’adresse e-mail, le nom d’utilisateur ou le mot de passe n’est pas correct."
    )
    assert Session.objects.count() == 0


def test_text_that_is_no_text_is_invalid(api: Api) -> None:
    half = r'"\ud800"'
    credentials = f'{{"username": {half}, "password": {half}}}'

    signed = api(None).post("/api/token/", credentials, content_type="application/json")
    refreshed = api(None).post(
        "/api/token/refresh/", f'{{"refresh": {half}}}', content_type="application/json"
    )

    assert signed.status_code == 400
    assert sorted(signed.json()["details"]) == ["password", "username"]
    assert (refreshed.status_code, refreshed.json()["code"]) == (401, "token_not_valid")


@pytest.mark.parametrize("path", ["/api/token/", "/api/users/login/"])
@pytest.mark.parametrize("field", ["username", "email", "password"])
def test_nul_in_a_credential_is_invalid(api: Api, ada: User, path: str, field: str) -> None:
    credentials = {"username": "ada", "password": PASSWORD}
    if field == "email":
        credentials = {"password": PASSWORD}

    response = api(None).post(path, credentials | {field: "a\x00b"})

    assert response.status_code == 400
    assert list(response.json()["details"]) == [field]


def test_a_long_browser_name_fails_like_any_other(api: Api) -> None:
    response = api(None).post(
        "/api/token/",
        {"username": "x" * 254, "password": "x"},
        headers={"User-Agent": "x" * 5000},
    )

    assert response.status_code == 401


@pytest.mark.parametrize("body", [{}, {"username": "ada"}, {"password": PASSWORD}, ["ada"]])
def test_missing_credentials_are_invalid(api: Api, body: Any) -> None:
    assert api(None).post("/api/token/", body).status_code == 400


def test_who_waits_for_approval_may_sign_in(api: Api, dr_new: User) -> None:
    response = api(None).post("/api/users/login/", {"email": dr_new.email, "password": PASSWORD})

    assert response.status_code == 200
    assert response.json()["user"]["is_approved"] is False


def test_an_old_access_token_in_the_header_does_not_keep_one_from_signing_in(ada: User) -> None:
    client = with_token("no.such.token")

    response = client.post("/api/token/", {"username": "ada", "password": PASSWORD})

    assert response.status_code == 200


def test_r1_a_refresh_token_gives_new_ones(api: Api, ada: User) -> None:
    first = signed_in("ada")

    response = api(None).post("/api/token/refresh/", {"refresh": first["refresh"]})

    assert response.status_code == 200
    assert sorted(response.json()) == ["access", "refresh"]
    assert response.json()["refresh"] != first["refresh"]
    assert with_token(response.json()["access"]).get("/api/users/me/").status_code == 200


def test_a_token_replayed_at_once_is_refused_but_the_session_lives(api: Api, ada: User) -> None:
    first = signed_in("ada")
    second = api(None).post("/api/token/refresh/", {"refresh": first["refresh"]}).json()

    replay = api(None).post("/api/token/refresh/", {"refresh": first["refresh"]})

    assert (replay.status_code, replay.json()["code"]) == (401, "token_reused")
    third = api(None).post("/api/token/refresh/", {"refresh": second["refresh"]})
    assert third.status_code == 200


def test_a_token_replayed_later_was_stolen_and_ends_the_session(api: Api, ada: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = signed_in("ada")
        second = api(None).post("/api/token/refresh/", {"refresh": first["refresh"]}).json()
        clock.shift(timedelta(seconds=11))

        replay = api(None).post("/api/token/refresh/", {"refresh": first["refresh"]})

        assert (replay.status_code, replay.json()["code"]) == (401, "token_reused")
        newest = api(None).post("/api/token/refresh/", {"refresh": second["refresh"]})
        assert (newest.status_code, newest.json()["code"]) == (401, "token_not_valid")
        me = with_token(second["access"]).get("/api/users/me/")
        assert (me.status_code, me.json()["code"]) == (401, "token_not_valid")


def test_ten_seconds_later_is_still_not_theft(api: Api, ada: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = signed_in("ada")
        api(None).post("/api/token/refresh/", {"refresh": first["refresh"]})
        clock.shift(timedelta(seconds=10))
        api(None).post("/api/token/refresh/", {"refresh": first["refresh"]})

    assert Session.objects.get().revoked_at is None


def refreshed(refresh: str) -> str:
    """Return the next refresh token, or the code of the refusal."""
    answer = APIClient().post("/api/token/refresh/", {"refresh": refresh}).json()
    return str(answer.get("refresh") or answer["code"])


def test_a_thief_who_refreshes_every_few_seconds_is_noticed(ada: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        stolen = newest = signed_in("ada")["refresh"]
        for _time in range(60):
            newest = refreshed(newest)
            clock.shift(timedelta(seconds=5))

        assert refreshed(stolen) == "token_reused"
        assert refreshed(newest) == "token_not_valid"


def test_owner_and_thief_who_take_turns_are_noticed_within_the_grace(ada: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        shared = signed_in("ada")["refresh"]
        thiefs = refreshed(shared)
        clock.shift(timedelta(seconds=1))
        assert refreshed(shared) == "token_reused"
        assert Session.objects.get().revoked_at is None
        thiefs = refreshed(thiefs)
        clock.shift(timedelta(seconds=1))

        assert refreshed(shared) == "token_reused"
        assert refreshed(thiefs) == "token_not_valid"


@pytest.mark.parametrize("refresh", ["", "nonsense", "a.b.c", "é.é.é", "x" * 9000, None])
def test_what_is_no_token_is_not_valid(api: Api, refresh: str | None) -> None:
    body = {} if refresh is None else {"refresh": refresh}

    response = api(None).post("/api/token/refresh/", body)

    assert (response.status_code, response.json()["code"]) == (401, "token_not_valid")


def test_an_access_token_does_not_refresh_and_a_refresh_token_gives_no_access(
    api: Api, ada: User
) -> None:
    tokens = signed_in("ada")

    refreshed = api(None).post("/api/token/refresh/", {"refresh": tokens["access"]})
    me = with_token(tokens["refresh"]).get("/api/users/me/")

    assert (refreshed.status_code, refreshed.json()["code"]) == (401, "token_not_valid")
    assert (me.status_code, me.json()["code"]) == (401, "token_not_valid")


def test_a_refresh_token_without_a_session_is_not_valid(api: Api, ada: User) -> None:
    response = api(None).post("/api/token/refresh/", {"refresh": str(RefreshToken.for_user(ada))})

    assert (response.status_code, response.json()["code"]) == (401, "token_not_valid")


def test_tokens_expire_after_five_minutes_and_a_day(api: Api, ada: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        tokens = signed_in("ada")
        me = with_token(tokens["access"])
        clock.shift(timedelta(minutes=5))
        assert me.get("/api/users/me/").json()["code"] == "token_not_valid"
        clock.shift(timedelta(hours=23, minutes=55))
        late = api(None).post("/api/token/refresh/", {"refresh": tokens["refresh"]})
        assert (late.status_code, late.json()["code"]) == (401, "token_not_valid")


def test_a_session_that_is_always_refreshed_ends_after_thirty_days(api: Api, ada: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        refresh = signed_in("ada")["refresh"]
        days = 0.0
        while refresh and days < 40:
            clock.shift(timedelta(hours=23))
            answer = api(None).post("/api/token/refresh/", {"refresh": refresh})
            refresh = answer.json().get("refresh")
            days += 23 / 24

    assert answer.status_code == 401
    assert 30 <= days < 31


def test_a_closed_account_cannot_refresh_nor_go_on(api: Api, ada: User) -> None:
    tokens = signed_in("ada")
    User.objects.update(is_active=False)

    refreshed = api(None).post("/api/token/refresh/", {"refresh": tokens["refresh"]})
    me = with_token(tokens["access"]).get("/api/users/me/")

    assert (refreshed.status_code, refreshed.json()["code"]) == (401, "token_not_valid")
    assert (me.status_code, me.json()["code"]) == (401, "token_not_valid")


def test_a_browser_keeps_its_refresh_token_in_a_cookie_scripts_cannot_read(
    ada: User, settings: Any
) -> None:
    settings.REFRESH_COOKIE_SECURE = True
    browser = APIClient()

    response = browser.post(
        "/api/users/login/", {"email": ada.email, "password": PASSWORD}, headers=COOKIE
    )

    assert sorted(response.json()) == ["access", "user"]
    cookie = response.cookies["creneau_refresh"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/api/", True, "Strict")
    assert (cookie["secure"], cookie["max-age"]) == (True, 24 * 60 * 60)


def test_the_cookie_refreshes_only_with_the_header(ada: User) -> None:
    browser = APIClient()
    browser.post("/api/token/", {"username": "ada", "password": PASSWORD}, headers=COOKIE)

    without = browser.post("/api/token/refresh/")
    first = browser.post("/api/token/refresh/", headers=COOKIE)
    second = browser.post("/api/token/refresh/", headers=COOKIE)

    assert (without.status_code, without.json()["code"]) == (401, "token_not_valid")
    assert (first.status_code, sorted(first.json())) == (200, ["access"])
    assert second.status_code == 200


def test_signing_out_ends_the_session_and_takes_the_cookie_back(ada: User) -> None:
    browser = APIClient()
    login = browser.post("/api/token/", {"username": "ada", "password": PASSWORD}, headers=COOKIE)
    kept = login.cookies["creneau_refresh"].value

    response = browser.post("/api/users/logout/", headers=COOKIE)

    assert response.status_code == 204
    assert response.cookies["creneau_refresh"].value == ""
    refreshed = APIClient().post("/api/token/refresh/", {"refresh": kept})
    assert refreshed.json()["code"] == "token_not_valid"
    assert with_token(login.json()["access"]).get("/api/users/me/").status_code == 401


def test_signing_out_by_body_spares_other_sessions_and_may_be_repeated(api: Api, ada: User) -> None:
    here, there = signed_in("ada"), signed_in("ada")

    for _time in range(2):
        response = api(None).post("/api/users/logout/", {"refresh": here["refresh"]})
        assert response.status_code == 204

    assert with_token(here["access"]).get("/api/users/me/").status_code == 401
    assert with_token(there["access"]).get("/api/users/me/").status_code == 200


def test_an_older_token_ends_the_session_for_whoever_has_the_newest(api: Api, ada: User) -> None:
    first = signed_in("ada")
    newest = api(None).post("/api/token/refresh/", {"refresh": first["refresh"]}).json()

    api(None).post("/api/users/logout/", {"refresh": first["refresh"]})

    assert with_token(newest["access"]).get("/api/users/me/").status_code == 401


@pytest.mark.parametrize("body", [{}, {"refresh": "nonsense"}])
def test_signing_out_without_a_session_is_no_error(api: Api, body: dict[str, str]) -> None:
    assert api(None).post("/api/users/logout/", body).status_code == 204


def test_a_bearer_costs_one_query(
    ada: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    tokens = signed_in("ada")

    with django_assert_num_queries(1):
        bearer = selectors.bearer_of(tokens["access"])

    assert (bearer.user, bearer.session_id) == (ada, str(Session.objects.get().pk))
    assert bearer.expires_at - timezone.now() <= timedelta(minutes=5)
    with pytest.raises(selectors.TokenNotValid):
        selectors.bearer_of("nonsense")


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer a b", "Basic YTpi", "", "Bearer é.é.é", "Bearer a.b.c"]
)
def test_a_malformed_header_is_401(api: Api, header: str) -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=header)

    response = client.get("/api/users/me/")

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="api"'


def test_the_browser_is_named_in_the_session_in_short(ada: User) -> None:
    signed_in("ada", **{"User-Agent": "x" * 300})

    assert Session.objects.get().user_agent == "x" * 200


def test_people_see_their_own_sessions_only(ada: User, ben: User) -> None:
    signed_in("ada")
    assert Session.objects.visible_to(ada).count() == 1
    assert Session.objects.visible_to(ben).count() == 0
    ada.is_active = False
    assert Session.objects.visible_to(ada).count() == 0
    assert str(Session.objects.get()).startswith(f"{ada.pk} ")


def test_sessions_are_forgotten_a_week_after_they_expired(ada: User) -> None:
    signed_in("ada")
    tasks.forget_old_sessions()
    assert Session.objects.count() == 1

    with time_machine.travel(timezone.now() + timedelta(days=9)):
        tasks.forget_old_sessions()

    assert Session.objects.count() == 0
    assert sessions.forget_old_sessions(before=timezone.now()) == 0


@pytest.mark.parametrize(("path", "name"), [("login", "email"), ("token", "username")])
def test_everything_that_is_missing_is_named_at_once(api: Api, path: str, name: str) -> None:
    url = "/api/token/" if path == "token" else "/api/users/login/"

    assert sorted(api(None).post(url, {}).json()["details"]) == sorted([name, "password"])
    assert list(api(None).post(url, {"password": "x"}).json()["details"]) == [name]
    assert list(api(None).post(url, {name: "x"}).json()["details"]) == ["password"]
