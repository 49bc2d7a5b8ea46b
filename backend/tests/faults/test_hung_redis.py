"""Redis takes connections and answers nothing: no request waits for it twice, limits still hold."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.appointments.services.booking import Wish, book_slot
from clinic.common.cache import GuardedRedisCache, redis_breaker
from clinic.common.waking import Bell
from clinic.outbox.models import Event
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

Api = Callable[[User | None], APIClient]


class Silent:
    """A server that accepts and says nothing."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.taken: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                self.taken.append(self.listener.accept()[0])
            except OSError:
                return

    def stop(self) -> None:
        self.listener.close()
        for connection in self.taken:
            connection.close()


@pytest.fixture
def silent() -> Iterator[Silent]:
    server = Silent()
    redis_breaker.close()
    yield server
    redis_breaker.close()
    server.stop()


@pytest.fixture
def hung(silent: Silent) -> GuardedRedisCache:
    options = {"SOCKET_CONNECT_TIMEOUT": 0.1, "SOCKET_TIMEOUT": 0.1}
    made = GuardedRedisCache(f"redis://127.0.0.1:{silent.port}/0", {"OPTIONS": options})
    made._local.clear()
    return made


def test_it_is_asked_once_and_then_left_alone(hung: GuardedRedisCache, silent: Silent) -> None:
    for number in range(20):
        hung.set(f"key{number}", number)

    assert [hung.get(f"key{number}") for number in range(20)] == list(range(20))
    assert len(silent.taken) == 1


def test_each_process_counts_for_itself_meanwhile(hung: GuardedRedisCache) -> None:
    assert hung.add("attempts", 1)
    assert not hung.add("attempts", 1)
    assert hung.incr("attempts") == 2
    assert hung.touch("attempts")
    assert hung.has_key("attempts")
    assert hung.delete("attempts")
    assert hung.get("attempts", "none") == "none"


def test_it_is_asked_again_later(hung: GuardedRedisCache, silent: Silent) -> None:
    hung.get("key")
    redis_breaker.close()
    hung.get("key")

    assert len(silent.taken) == 2


def test_with_redis_back_it_remembers_for_all(hung: GuardedRedisCache) -> None:
    options: dict[str, Any] = {"OPTIONS": {}}
    here, there = (GuardedRedisCache(settings.TEST_REDIS_URL, options) for _ in range(2))
    here.set("shared", 7)

    assert there.get("shared") == 7
    here.clear()
    assert there.get("shared") is None


def test_a_bell_does_not_wait_for_the_queue(hung: GuardedRedisCache) -> None:
    bell, enqueue = Bell("test"), Mock()
    bell.answered_by(enqueue)
    hung.get("key")
    bell.ring()

    enqueue.assert_not_called()


@pytest.mark.django_db(transaction=True)
def test_rates_hold_and_bookings_succeed(
    api: Api,
    ada: User,
    dr_cho: User,
    hung: GuardedRedisCache,
    silent: Silent,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for alias in ("default", "rates"):
        monkeypatch.setattr(caches._connections, alias, hung, raising=False)  # type: ignore[attr-defined]  # Django's own store
    monkeypatch.setitem(settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "login", "2/min")
    body = {"username": "nobody", "password": "wrong"}

    statuses = [api(None).post("/api/token/", body).status_code for _ in range(3)]
    slot = slot_at(dr_cho.doctor, timezone.now() + timedelta(days=2))
    booked = book_slot(by=ada, slot_id=slot.pk, wish=Wish(), now=timezone.now())

    assert statuses == [401, 401, 429]
    assert booked.pk
    assert Event.objects.owed().count() == 1
    assert len(silent.taken) == 1
