"""A socket ends with its session, and nobody opens more of them than people do."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
import time_machine
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth.tokens import default_token_generator
from django.db import DatabaseError
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.users import consumers, live
from clinic.users.models import Session, User
from clinic.users.services import accounts, sessions
from clinic.users.services.links import link_id
from clinic.users.tests.signing import PASSWORD, signed_in, with_token
from config.asgi import application

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]
NEW = "une autre phrase de passe"
Tokens = dict[str, str]


@pytest.fixture(autouse=True)
def layer(settings: Any) -> None:
    """The embedded default's: frames come from the thread of a request."""
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "clinic.common.layers.EmbeddedChannelLayer"}}


@pytest.fixture
def unheard(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lose every word that a session has ended."""
    monkeypatch.setattr(consumers, "LOOK_SECONDS", 0.05)
    sessions.ended.heard_by(lambda _ids: None)
    yield
    sessions.ended.heard_by(live.close_sockets)


async def opened(
    access: str | None, path: str = "/ws/notifications/", client: tuple[str, int] | None = None
) -> WebsocketCommunicator:
    headers = [(b"host", b"localhost"), (b"origin", b"http://localhost")]
    subprotocols = ["bearer", access] if access else []
    communicator = WebsocketCommunicator(application, path, headers, subprotocols)
    communicator.scope["client"] = client
    is_open, _subprotocol = await communicator.connect()
    assert is_open
    if path == "/ws/notifications/":
        assert orjson.loads(await communicator.receive_from())["type"] == "ready"
    return communicator


async def closed_with(communicator: WebsocketCommunicator) -> int:
    output = await communicator.receive_output(timeout=5)
    assert output["type"] == "websocket.close"
    return int(output["code"])


def sign_out(tokens: Tokens) -> None:
    APIClient().post("/api/users/logout/", {"refresh": tokens["refresh"]})


def change_password_elsewhere(_tokens: Tokens) -> None:
    body = {"current_password": PASSWORD, "new_password": NEW}
    elsewhere = with_token(signed_in("ada")["access"])
    assert elsewhere.post("/api/users/me/password/", body).status_code == 204


def reset_password(_tokens: Tokens) -> None:
    ada = User.objects.get(username="ada")
    body = {"uid": link_id(ada), "token": default_token_generator.make_token(ada)}
    answer = APIClient().post("/api/users/password-reset/confirm/", body | {"new_password": NEW})
    assert answer.status_code == 204


def close_account(_tokens: Tokens) -> None:
    accounts.manage_account(
        account=User.objects.get(username="ada"),
        changes={"is_active": False},
        by=User.objects.get(username="eve"),
        now=timezone.now(),
    )


def replay_an_old_token(tokens: Tokens) -> None:
    refreshed = APIClient().post("/api/token/refresh/", {"refresh": tokens["refresh"]})
    assert refreshed.status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        replay = APIClient().post("/api/token/refresh/", {"refresh": tokens["refresh"]})
    assert replay.status_code == 401


def sign_out_everywhere(_tokens: Tokens) -> None:
    sessions.end_sessions_of(user=User.objects.get(username="ada"), now=timezone.now())


ENDS = [
    sign_out,
    change_password_elsewhere,
    reset_password,
    close_account,
    replay_an_old_token,
    sign_out_everywhere,
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("path", ["/ws/notifications/", "/ws/calendar/"])
async def test_a_socket_ends_at_once_with_its_session(
    ada: User,
    ben: User,
    eve: User,
    path: str,
    end: Callable[[Tokens], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(consumers, "LOOK_SECONDS", 3600)
    tokens = await database_sync_to_async(signed_in)("ada")
    others = await database_sync_to_async(signed_in)("ben")
    hers, his = await opened(tokens["access"], path), await opened(others["access"], path)

    await database_sync_to_async(end)(tokens)

    assert await closed_with(hers) == 4401
    assert await his.receive_nothing(timeout=0.2)
    await his.disconnect()


async def test_over_redis_it_does_not_matter_which_process_ends_it(
    ada: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "LOOK_SECONDS", 3600)
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": [settings.TEST_REDIS_URL]},
        }
    }
    tokens = await database_sync_to_async(signed_in)("ada")
    hers = await opened(tokens["access"])

    # It is sent on another loop, over a connection of its own.
    await database_sync_to_async(sign_out)(tokens)

    assert await closed_with(hers) == 4401
    await hers.wait()


async def test_another_session_of_the_same_person_goes_on(ada: User) -> None:
    here = await database_sync_to_async(signed_in)("ada")
    there = await database_sync_to_async(signed_in)("ada")
    kept = await opened(there["access"])

    await database_sync_to_async(sign_out)(here)

    assert await kept.receive_nothing(timeout=0.2)
    await kept.disconnect()


@pytest.mark.parametrize("end", ENDS)
async def test_a_socket_that_was_not_told_finds_out(
    ada: User, eve: User, unheard: None, end: Callable[[Tokens], None]
) -> None:
    tokens = await database_sync_to_async(signed_in)("ada")
    hers = await opened(tokens["access"])

    await database_sync_to_async(end)(tokens)

    assert await closed_with(hers) == 4401


async def test_a_database_that_does_not_answer_closes_nothing(
    ada: User, unheard: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[set[str]] = []

    def answer(known: set[str]) -> set[str]:
        asked.append(known)
        if len(asked) == 1:
            raise DatabaseError
        return known if len(asked) == 3 else set()

    monkeypatch.setattr(consumers, "ended_sessions", answer)
    tokens = await database_sync_to_async(signed_in)("ada")

    assert await closed_with(await opened(tokens["access"])) == 4401
    assert len(asked) == 3


async def test_one_account_opens_no_more_than_people_do(
    ada: User, ben: User, settings: Any
) -> None:
    settings.SOCKETS_PER_ACCOUNT = 2
    hers = (await database_sync_to_async(signed_in)("ada"))["access"]
    his = (await database_sync_to_async(signed_in)("ben"))["access"]
    first, second = await opened(hers), await opened(hers, "/ws/calendar/")

    third = await opened(hers, "/ws/calendar/")
    assert await closed_with(third) == 4429
    await (await opened(his)).disconnect()
    await first.disconnect()
    await (await opened(hers)).disconnect()
    await second.disconnect()
    assert consumers.sockets.of_account[ada.pk] == 0


async def test_one_address_opens_no_more_than_a_practice_does(ada: User, settings: Any) -> None:
    settings.SOCKETS_PER_ADDRESS = 2
    calendar = "/ws/calendar/"
    first = await opened(None, calendar, client=("203.0.113.5", 1))
    second = await opened(None, calendar, client=("203.0.113.5", 2))

    with pytest.raises(AssertionError):
        await opened(None, calendar, client=("203.0.113.5", 3))
    elsewhere = await opened(None, calendar, client=("203.0.113.6", 1))
    await first.disconnect()
    again = await opened(None, calendar, client=("203.0.113.5", 4))
    for communicator in (second, elsewhere, again):
        await communicator.disconnect()


@pytest.mark.parametrize("proxies", [0, 1])
async def test_behind_a_proxy_its_word_counts(
    ada: User, proxies: int, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SOCKETS_PER_ADDRESS = 1
    monkeypatch.setattr("rest_framework.throttling.api_settings.NUM_PROXIES", proxies)
    sockets = []
    statuses = []
    for number in range(2):
        headers = [
            (b"host", b"localhost"),
            (b"origin", b"http://localhost"),
            (b"x-forwarded-for", f"203.0.113.{number}".encode()),
        ]
        socket = WebsocketCommunicator(application, "/ws/calendar/", headers)
        socket.scope["client"] = ("10.0.0.1", number)
        sockets.append(socket)
        statuses.append((await socket.connect())[0])

    assert statuses == ([True, True] if proxies else [True, False])
    for socket in sockets:
        await socket.disconnect()


async def test_an_ended_session_is_forgotten_by_nobody(ada: User) -> None:
    tokens = await database_sync_to_async(signed_in)("ada")
    await database_sync_to_async(sign_out)(tokens)
    late = WebsocketCommunicator(
        application,
        "/ws/notifications/",
        [(b"host", b"localhost"), (b"origin", b"http://localhost")],
        ["bearer", tokens["access"]],
    )
    await late.connect()

    assert await closed_with(late) == 4401
    assert await database_sync_to_async(Session.objects.alive().count)() == 0
