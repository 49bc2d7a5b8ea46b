"""Wrong passwords in a row, and rates per address and account."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.db import connections
from django.test import AsyncClient, Client
from django.utils import timezone
from rest_framework.settings import api_settings
from rest_framework.test import APIClient

from clinic.users.models import User
from clinic.users.services import passwords
from clinic.users.tests.signing import PASSWORD, registration, with_token

pytestmark = pytest.mark.django_db

Api = Callable[[User | None], APIClient]
WRONG = "wrong"


@pytest.fixture
def rate(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Return a setter of one scope's rate."""

    def limit(scope: str, value: str) -> None:
        monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, scope, value)

    return limit


def attempt(name: str, password: str = WRONG, **extra: Any) -> Any:
    return APIClient().post("/api/token/", {"username": name, "password": password}, **extra)


def test_after_five_wrong_passwords_the_right_one_must_wait_too(ada: User) -> None:
    statuses = [attempt("ada").status_code for _time in range(5)]

    locked = attempt("ada", PASSWORD)

    assert statuses == [401, 401, 401, 401, 429]
    assert locked.status_code == 429
    assert locked.json()["code"] == "locked_out"
    assert 0 < int(locked.headers["Retry-After"]) <= 15 * 60
    assert locked.json()["error"] == (
        "Trop de mots de passe erronés. Attendez 15 minutes, ou réinitialisez votre mot de passe."
    )


def test_the_wait_is_told_in_english_too_and_grows_shorter(ada: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _time in range(5):
            attempt("ada")
        clock.shift(timedelta(minutes=14, seconds=30))
        locked = attempt("ada", headers={"Accept-Language": "en"})

        assert locked.headers["Retry-After"] == "30"
        assert locked.json()["error"] == (
            "Too many wrong passwords. Please wait 1 minute, or reset your password."
        )


def test_attempts_during_the_lockout_do_not_lengthen_it(ada: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _time in range(5):
            attempt("ada")
        clock.shift(timedelta(minutes=10))
        attempt("ada")
        clock.shift(timedelta(minutes=5, seconds=1))

        assert attempt("ada", PASSWORD).status_code == 200


def test_one_account_is_counted_once_however_it_is_typed(ada: User) -> None:
    names = ["ada", "ADA", "ada@example.org", " Ada@Example.org ", "aDa"]

    assert [attempt(name).status_code for name in names] == [401, 401, 401, 401, 429]


def test_unknown_names_are_locked_out_alike(ada: User) -> None:
    assert [attempt("nobody").status_code for _time in range(5)] == [401, 401, 401, 401, 429]


def test_others_and_other_addresses_are_not_locked_out(ada: User, ben: User) -> None:
    for _time in range(5):
        attempt("ada")

    assert attempt("ben", PASSWORD).status_code == 200
    assert attempt("ada", PASSWORD, REMOTE_ADDR="203.0.113.9").status_code == 200


@pytest.mark.parametrize("address", ["", "no address", "999.1.1.1"])
def test_a_caller_without_an_address_is_locked_out_too(ada: User, address: str) -> None:
    statuses = [attempt("ada", REMOTE_ADDR=address).status_code for _time in range(5)]

    assert statuses == [401, 401, 401, 401, 429]
    assert attempt("ada", PASSWORD, REMOTE_ADDR=address).status_code == 429


def test_a_right_password_starts_the_count_anew(ada: User) -> None:
    statuses = []
    for _round in range(2):
        statuses += [attempt("ada").status_code for _time in range(4)]
        statuses.append(attempt("ada@example.org", PASSWORD).status_code)

    assert statuses == [401, 401, 401, 401, 200] * 2


def test_wrong_current_passwords_count_towards_the_same_lockout(
    api: Api, ada: User, ben: User
) -> None:
    body = {"current_password": WRONG, "new_password": "un nouveau mot de passe"}
    statuses = [api(ada).post("/api/users/me/password/", body).status_code for _time in range(3)]
    statuses.append(attempt("ada").status_code)

    locked = api(ada).post("/api/users/me/password/", body)

    assert statuses == [400, 400, 400, 401]
    assert (locked.status_code, locked.json()["code"]) == (429, "locked_out")
    right = body | {"current_password": PASSWORD}
    assert api(ada).post("/api/users/me/password/", right).status_code == 429
    assert attempt("ada", PASSWORD).status_code == 429
    assert api(ben).post("/api/users/me/password/", right).status_code == 204


def test_django_admin_is_locked_out_with_a_sentence(eve: User) -> None:
    credentials = {"username": "eve", "password": "wrong"}
    for _time in range(4):
        assert Client().post("/admin/login/", credentials).status_code == 200

    locked = Client().post("/admin/login/", credentials)

    assert locked.status_code == 429
    assert 0 < int(locked.headers["Retry-After"]) <= 15 * 60
    assert "Attendez 15 minutes" in locked.content.decode()
    assert attempt("eve", PASSWORD).status_code == 429


@pytest.mark.django_db(transaction=True)
async def test_under_asgi_the_answers_are_the_same() -> None:
    client = AsyncClient()
    wrong = {"username": "nobody", "password": "wrong"}

    api = [
        await client.post("/api/token/", wrong, content_type="application/json")
        for _time in range(5)
    ]
    admin = await client.post("/admin/login/", wrong)
    # The views ran on a thread that keeps a connection of its own.
    await sync_to_async(connections.close_all)()

    assert [response.status_code for response in api] == [401, 401, 401, 401, 429]
    assert api[4].json()["code"] == "locked_out"
    assert (admin.status_code, admin.headers["Content-Type"]) == (429, "text/plain; charset=utf-8")


def test_no_django_session_comes_from_signing_in_to_the_api(ada: User) -> None:
    assert "sessionid" not in attempt("ada", PASSWORD).cookies


def test_sign_ins_are_limited_per_account_from_many_addresses(
    ada: User, rate: Callable[[str, str], None]
) -> None:
    rate("login", "2/min")

    statuses = [
        attempt(name, REMOTE_ADDR=f"203.0.113.{number}").status_code
        for number, name in enumerate(["ada", ada.email.upper(), " ada"])
    ]

    assert statuses == [401, 401, 429]


def test_where_somebody_signed_in_before_strangers_do_not_stand_in_their_way(
    ada: User, rate: Callable[[str, str], None]
) -> None:
    rate("login", "2/min")
    home = "198.51.100.7"
    assert attempt("ada", PASSWORD, REMOTE_ADDR=home).status_code == 200
    for number in range(3):
        attempt("ada", REMOTE_ADDR=f"203.0.113.{number}")

    assert attempt("ada", PASSWORD, REMOTE_ADDR="203.0.113.9").status_code == 429
    assert attempt(ada.email, PASSWORD, REMOTE_ADDR=home).status_code == 200


def test_who_has_no_address_is_known_nowhere(ada: User, rate: Callable[[str, str], None]) -> None:
    rate("login", "2/min")
    nowhere: dict[str, Any] = {"REMOTE_ADDR": ""}

    statuses = [attempt("ada", PASSWORD, **nowhere).status_code for _time in range(3)]

    assert statuses == [200, 200, 429]


def test_django_admin_counts_an_account_from_many_addresses(
    eve: User, rate: Callable[[str, str], None]
) -> None:
    rate("login", "2/min")

    def enter(number: int, password: str) -> int:
        form = {"username": "eve", "password": password, "next": "/admin/"}
        address = f"203.0.113.{number}"
        return Client().post("/admin/login/", form, REMOTE_ADDR=address).status_code

    assert [enter(number, WRONG) for number in range(2)] == [200, 200]
    # The form again: the right password is not looked at.
    assert enter(3, PASSWORD) == 200
    caches["rates"].clear()
    assert enter(4, PASSWORD) == 302


def test_nobody_blocks_anothers_password_reset(
    ada: User, rate: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    rate("mail", "2/hour")
    asked: list[str] = []
    monkeypatch.setattr(
        passwords, "ask_password_reset", lambda *, email, **_now: asked.append(email)
    )

    statuses = [
        APIClient()
        .post("/api/users/password-reset/", {"email": ada.email}, REMOTE_ADDR=f"203.0.113.{number}")
        .status_code
        for number in range(4)
    ]

    assert statuses == [202] * 4
    assert asked == [ada.email] * 2


def test_sign_ins_are_limited_per_address_for_many_accounts(
    ada: User, rate: Callable[[str, str], None]
) -> None:
    rate("login", "2/min")

    responses = [attempt(f"somebody{number}") for number in range(3)]

    assert [response.status_code for response in responses] == [401, 401, 429]
    assert responses[2].json()["code"] == "throttled"
    assert 0 < int(responses[2].headers["Retry-After"]) <= 61


def test_a_household_with_many_ipv6_addresses_counts_once(
    ada: User, rate: Callable[[str, str], None]
) -> None:
    rate("login", "2/min")
    addresses = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::7", "2001:db8:1:2::3"]
    addresses += ["2001:db8:1:3::1", "::ffff:203.0.113.1", "::ffff:203.0.113.2", "::1"]

    statuses = [
        attempt(f"somebody{number}", REMOTE_ADDR=address).status_code
        for number, address in enumerate(addresses)
    ]

    assert statuses == [401, 401, 429, 401, 401, 401, 401]


def test_hundreds_of_addresses_make_nobody_forget_what_was_counted(
    ada: User, rate: Callable[[str, str], None]
) -> None:
    rate("login", "2/min")
    rate("directory", "5/min")
    home = "198.51.100.7"
    assert [attempt("ada", REMOTE_ADDR=home).status_code for _time in range(2)] == [401, 401]

    for number in range(400):
        address = f"203.0.{number // 250}.{number % 250}"
        listed = APIClient().get("/api/directory/facets/", REMOTE_ADDR=address)
        assert listed.status_code == 200

    assert attempt("ada", REMOTE_ADDR=home).status_code == 429


@pytest.mark.parametrize(
    ("scope", "path", "body", "first"),
    [
        ("register", "/api/users/register/", registration(), 201),
        ("register", "/api/users/", registration(), 201),
        ("mail", "/api/users/password-reset/", {"email": "a@example.org"}, 202),
        ("refresh", "/api/token/refresh/", {"refresh": "x"}, 401),
        ("login", "/api/users/login/", {"email": "a@example.org", "password": "x"}, 401),
        ("login", "/api/users/verify-email/", {"uid": "x", "token": "x"}, 400),
        (
            "login",
            "/api/users/password-reset/confirm/",
            {"uid": "x", "token": "x", "new_password": "x"},
            400,
        ),
    ],
)
def test_each_open_door_has_a_rate(
    rate: Callable[[str, str], None], scope: str, path: str, body: dict[str, str], first: int
) -> None:
    rate(scope, "1/hour")

    responses = [APIClient().post(path, body) for _time in range(2)]

    assert [response.status_code for response in responses] == [first, 429]
    assert responses[1].json()["code"] == "throttled"
    assert 0 < int(responses[1].headers["Retry-After"]) <= 3601


@pytest.mark.parametrize(
    ("scope", "path", "first"),
    [
        ("mail", "/api/users/verify-email/resend/", 202),
        ("login", "/api/users/me/password/", 400),
    ],
)
def test_who_is_signed_in_is_limited_by_their_account(
    api: Api,
    ada: User,
    ben: User,
    rate: Callable[[str, str], None],
    scope: str,
    path: str,
    first: int,
) -> None:
    rate(scope, "1/hour")

    statuses = [api(who).post(path).status_code for who in (ada, ada, ben)]

    assert statuses == [first, 429, first]


def test_user_names_cannot_be_probed_through_ones_own(
    api: Api, ada: User, ben: User, rate: Callable[[str, str], None]
) -> None:
    rate("rename", "2/hour")

    def tries(who: User, name: str, address: str) -> int:
        return api(who).patch("/api/users/me/", {"username": name}, REMOTE_ADDR=address).status_code

    assert tries(ada, "ben", "203.0.113.1") == 400
    assert tries(ada, "dr_cho", "203.0.113.2") == 200
    # By account, from whatever address; and by address, with whatever account.
    assert tries(ada, "eve", "203.0.113.3") == 429
    assert [tries(ben, "dr_cho", "203.0.113.3"), tries(ben, "ben2", "203.0.113.3")] == [400, 429]
    # One's own name again is no try, nor is a change of something else.
    assert api(ada).patch("/api/users/me/", {"username": "dr_cho"}).status_code == 200
    assert api(ada).patch("/api/users/me/", {"bio": "Bonjour"}).status_code == 200


def test_the_list_of_users_has_no_rate(
    api: Api, eve: User, rate: Callable[[str, str], None]
) -> None:
    rate("register", "1/hour")

    assert [api(eve).get("/api/users/").status_code for _time in range(3)] == [200] * 3


@pytest.mark.parametrize("body", [["ada"], {"username": ["ada"]}, {"email": {}}])
def test_a_body_that_names_nobody_is_limited_by_address_alone(
    rate: Callable[[str, str], None], body: Any
) -> None:
    rate("login", "5/min")

    assert with_token("x").post("/api/token/", body).status_code == 400
