"""A kind of job that a test looks into."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction

from clinic.jobs import registry
from clinic.jobs.models import Job
from clinic.jobs.registry import Run
from clinic.jobs.services import running
from clinic.jobs.services.asking import ask_for


class Counting:
    """Counts to ``to``, and on from where another one has come; ``at`` is called at each step."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.at: Callable[[int], None] = lambda _step: None

    def __call__(self, run: Run) -> Mapping[str, Any]:
        """Do the work."""
        to = run.arguments["to"]
        for step in range(run.checkpoint.get("step", 0) + 1, to + 1):
            self.seen.append(step)
            self.at(step)
            run.progress(step, to, step=step)
        return {"counted": to}


@pytest.fixture
def counting() -> Iterator[Counting]:
    """The kind "count"; every step is noted at once."""
    work = Counting()
    with (
        patch.dict(registry._KINDS, {"count": work}),
        patch.object(running, "NOTED_EVERY_SECONDS", 0),
    ):
        yield work


def asked(to: int = 3, *, now: datetime, key: str = "", by: Any = None) -> Job:
    """Ask for counting, in a transaction of its own."""
    with transaction.atomic():
        return ask_for("count", arguments={"to": to}, key=key, by=by, now=now)


def run(now: datetime) -> bool:
    """Do the next job at that instant; return whether there was one."""
    return running.run_next(clock=lambda: now)
