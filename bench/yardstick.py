"""What the machine gives while it measures: shared machines differ by the hour.

The same work before and after each change of the product; milliseconds of two runs compare only
after dividing by these.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

ROUNDS: Final = 15
ADDITIONS: Final = 200_000


@dataclass(frozen=True)
class Yardstick:
    """Medians in ms: :data:`ADDITIONS` additions in Python, and writing 8 kB durably."""

    python: float
    fsync: float


def yardstick() -> Yardstick:
    """Measure the machine now."""
    return Yardstick(python=_median(_add), fsync=_median(_write_durably))


def _median(work: Callable[[], object]) -> float:
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def _add() -> int:
    total = 0
    for number in range(ADDITIONS):
        total += number
    return total


def _write_durably() -> None:
    with tempfile.TemporaryFile() as page:
        page.write(b"\0" * 8192)
        page.flush()
        os.fsync(page.fileno())
