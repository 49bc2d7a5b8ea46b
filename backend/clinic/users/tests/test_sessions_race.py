"""Eight at once with one refresh token: only one may win."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.users.models import Session, User
from clinic.users.services.registering import register_account
from clinic.users.tests.signing import registration, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def at_once(count: int, act: Callable[[], str]) -> Counter[str]:
    """Let ``count`` threads start ``act`` together; count what came of it."""
    barrier = threading.Barrier(count)
    outcomes: list[str] = []

    def run() -> None:
        try:
            barrier.wait()
            outcomes.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _turn in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)


def test_of_eight_refreshes_of_one_token_exactly_one_wins(ada: User) -> None:
    for _round in range(3):
        refresh = signed_in("ada")["refresh"]

        def act(refresh: str = refresh) -> str:
            response = APIClient().post("/api/token/refresh/", {"refresh": refresh})
            return f"{response.status_code} {response.json().get('code', '')}".strip()

        assert at_once(8, act) == {"200": 1, "401 token_reused": 7}
    assert Session.objects.alive().count() == 3


def test_an_old_token_among_the_newest_ends_the_session_whoever_comes_first(ada: User) -> None:
    for _round in range(3):
        oldest = signed_in("ada")["refresh"]
        newest = oldest
        for _time in range(2):
            newest = APIClient().post("/api/token/refresh/", {"refresh": newest}).json()["refresh"]
        turns = iter([oldest, newest] * 4)
        lock = threading.Lock()

        def act(turns: Iterator[str] = turns, lock: threading.Lock = lock) -> str:
            with lock:
                refresh = next(turns)
            answer = APIClient().post("/api/token/refresh/", {"refresh": refresh})
            return str(answer.status_code)

        # One of the newest may win before the session ends; none lives on.
        assert at_once(8, act)["401"] >= 7
        assert Session.objects.alive().count() == 0


def test_of_eight_registrations_of_one_email_exactly_one_wins() -> None:
    def act() -> str:
        response = APIClient().post("/api/users/register/", registration())
        return str(response.status_code)

    assert at_once(8, act) == {"201": 1, "400": 7}
    assert User.objects.count() == 1


def test_a_refresh_and_a_sign_out_at_once_leave_no_living_token() -> None:
    register_account(
        email="a@example.org",
        password="une phrase de passe",
        role="PATIENT",
        now=timezone.now(),
        username="a",
    )
    refresh = signed_in("a")["refresh"]
    turns = iter(["logout", "refresh"])
    lock = threading.Lock()

    def act() -> str:
        with lock:
            turn = next(turns)
        path = "/api/users/logout/" if turn == "logout" else "/api/token/refresh/"
        APIClient().post(path, {"refresh": refresh})
        return turn

    at_once(2, act)

    assert Session.objects.alive().count() == 0
