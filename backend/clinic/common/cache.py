"""The shared cache, from which no request waits for a Redis that is dead or hangs."""

import time
from typing import Any, Final

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django_redis.cache import RedisCache
from django_redis.exceptions import ConnectionInterrupted
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

# How long a failing Redis is left alone; then one call a thread tries it again.
PAUSE_SECONDS: Final = 5.0
MOST_LOCAL_ENTRIES: Final = 100_000


class Breaker:
    """Remembers that a server failed, so that the next calls need not find out by waiting."""

    def __init__(self) -> None:
        self._closed_from = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the server is left alone for now."""
        return time.monotonic() < self._closed_from

    def open(self) -> None:
        """Leave the server alone for a while."""
        self._closed_from = time.monotonic() + PAUSE_SECONDS

    def close(self) -> None:
        """Call the server again."""
        self._closed_from = 0.0


# One for all caches of the process: they are on the same server.
redis_breaker: Final = Breaker()


class GuardedRedisCache(BaseCache):
    """Redis behind a breaker; while it is open, each process remembers for itself.

    Rates are then counted in each process: an attacker gets as many times the rate as there are
    processes. The lockout of an account is in the database and stays as it is.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._redis = RedisCache(server, params)
        options = {"MAX_ENTRIES": MOST_LOCAL_ENTRIES}
        self._local = LocMemCache("redis-is-away", {"OPTIONS": options})

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Set unless it is there; return whether it was set."""
        return bool(self._ask("add", key, value, timeout=timeout, version=version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or ``default``."""
        return self._ask("get", key, default, version=version)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Set the value."""
        self._ask("set", key, value, timeout=timeout, version=version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Prolong the value; return whether it is there."""
        return bool(self._ask("touch", key, timeout=timeout, version=version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget the value; return whether it was there."""
        return bool(self._ask("delete", key, version=version))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Return whether there is a value."""
        return bool(self._ask("has_key", key, version=version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Add to a number. Raises ValueError when it is not there."""
        return int(self._ask("incr", key, delta, version=version))

    def clear(self) -> None:
        """Forget everything."""
        self._local.clear()
        self._ask("clear")

    def _ask(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if not redis_breaker.is_open:
            try:
                return getattr(self._redis, name)(*args, **kwargs)
            except (ConnectionInterrupted, RedisError, OSError) as error:
                redis_breaker.open()
                log.warning("cache.redis_is_away", error=type(error).__name__)
        return getattr(self._local, name)(*args, **kwargs)
