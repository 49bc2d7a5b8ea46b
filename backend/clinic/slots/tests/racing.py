"""Threads that start together, each with a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def race(runners: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Run all at once; return each one's result, or what it raised."""
    barrier = Barrier(len(runners))

    def run(runner: Callable[[], T]) -> T | Exception:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            return runner()
        except Exception as error:  # the race's outcome, asserted by the test
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runners)) as pool:
        return list(pool.map(run, runners))
