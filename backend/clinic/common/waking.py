"""Waking a worker for what a commit has left owed."""

from collections.abc import Callable
from typing import Final

import structlog
from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError

from clinic.common.cache import redis_breaker

log = structlog.get_logger(__name__)

ASKED_SECONDS: Final = 5


class Bell:
    """Asks a worker to look at what is owed: after the commit, and once for a burst.

    Only a courtesy: what is owed is a row, and the timetable comes for it anyway. ``config`` says
    who answers, so that services know no queue.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.key = f"{name}.asked"
        self._answer: Callable[[], object] | None = None

    def answered_by(self, answer: Callable[[], object]) -> None:
        """Name what enqueues the worker's turn."""
        self._answer = answer

    def ring_after_commit(self) -> None:
        """Ring once the running transaction has committed; nothing when it is rolled back."""
        transaction.on_commit(self.ring, robust=True)

    def ring(self) -> None:
        """Ask for a turn, unless one was asked for that has not begun yet.

        Call it after the commit: whoever was asked and has not begun will see what is owed.
        Without a broker the timetable's next turn does it.
        """
        if self._answer is None or not cache.add(self.key, 1, timeout=ASKED_SECONDS):
            return
        if redis_breaker.is_open:
            # The queue is on the same server: enqueueing would wait for it in vain.
            return
        try:
            self._answer()
        except OperationalError as error:
            log.warning("bell.not_heard", bell=self.name, error=type(error).__name__)

    def hush(self) -> None:
        """Begin a turn: call it before reading, so that whatever comes later rings again."""
        cache.delete(self.key)
