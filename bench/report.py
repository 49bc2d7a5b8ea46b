"""What was measured, as Markdown."""

import os
import platform
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from clients import Measured
from cost import BOOKINGS, CLIENTS, RUNS, Cost
from profiling import Profile
from stack import ROOT
from yardstick import ADDITIONS, Yardstick

INTRODUCTION = """\
# Measured speed

{day}, commit {commit}, {system} {machine}, {cores} cores shared by PostgreSQL, gunicorn \
(2 processes of 2 threads), Redis, a Celery worker and the measuring clients, Python {python}.

Method: `make bench` starts PostgreSQL with durable settings, loads the demo clinic in that size, \
serves with gunicorn as production does, and sends real HTTP requests over kept-alive \
connections: 200 one after the other, or 1,600 from 16 clients, or 64 at once, ten times. \
“Raw SQL” is the median of the bare statements doing the same work in the same run. The machine \
is shared: read the ratios. Before each measurement the relay has caught up. A 409 among the \
bookings is the database refusing a patient's second appointment at the same time.
"""
TABLE = """\

## {size}

Loaded in {loading:.0f} s. The machine then: {additions:,} additions in Python took \
{machine.python:.1f} ms, writing 8 kB durably {machine.fsync:.2f} ms.

| what | p50 ms | p95 ms | per s | raw SQL ms | × SQL | goal | answers |
|---|---|---|---|---|---|---|---|
"""
COST = """\

### What a booking costs here

From the request to the live frame, with care, journal and owed deliveries; rendering mails and \
SMTP are apart. {bookings} bookings by {clients} clients, medians of {runs} runs; CPU time read \
from /proc of each process and its descendants (goal: 8 ms in all, 200/s).

| {names} | in all | (measuring client) | p50 ms | p95 ms | per s |
|{rule}|
| {spent} | **{total:.1f}** | {client:.1f} | {p50:.1f} | {p95:.1f} | {per_second:.0f} |
"""
PAGE = """\

## First page load, embedded default

- transferred until the page is idle: {kilobytes:.0f} kB compressed in {requests} requests \
(goal: 150 kB)
- largest contentful paint: {lcp:.0f} ms, the median of {runs} cold loads (goal: 1,500 ms)

## Where the time of a booking goes

cProfile inside one process, 100 bookings on the larger size; the profiler itself makes calls \
look dearer than waiting:

| layer | share |
|---|---|
{shares}

{explanation}
By own time:

```
{functions}
```
"""

EXPLANATION = """\
What is left is mostly the price of Django writing its statements anew for each request. A booking \
is eleven of them between BEGIN and COMMIT: who asks (with a live session), the patient's lock, \
their hold, one place taken, the slot with its doctor, what the patient has ahead, the \
appointment, the relation of care (read, then written), the history and the outbox's event. Each \
one guards a rule and is read back by a test; putting two into one, or writing them as SQL by \
hand, would save a few tenths of a millisecond each and cost the reader more. The relay hands over \
what a tenth of a second has brought in one turn: notifications, mails and reminders owed, and the \
live frame. PostgreSQL's part is one durable commit, checking what the rows refer to, and planning \
each statement.
"""


@dataclass(frozen=True)
class Row:
    """One measurement; ``sql`` is the raw statements' median in ms, 0 when there are none."""

    what: str
    goal: str
    measured: Measured
    sql: float

    def __str__(self) -> str:
        """The row of the table."""
        one = self.measured
        sql = f"{self.sql:.2f}" if self.sql else "–"
        ratio = f"{one.p50 / self.sql:.1f}" if self.sql else "–"
        answers = ", ".join(f"{count} × {status}" for status, count in sorted(one.statuses.items()))
        cells = (
            self.what,
            f"{one.p50:.1f}",
            f"{one.p95:.1f}",
            f"{one.per_second:.0f}",
            sql,
            ratio,
            self.goal,
            answers,
        )
        return f"| {' | '.join(cells)} |"


@dataclass(frozen=True)
class Size:
    """All that was measured on one size of data; ``loading`` in seconds."""

    name: str
    loading: float
    rows: list[Row]
    cost: Cost
    machine: Yardstick


def report(sizes: list[Size], *, profile: Profile, page: dict[str, Any]) -> str:
    """Return the Markdown of one run."""
    text = INTRODUCTION.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        commit=_commit(),
        system=platform.system(),
        machine=platform.machine(),
        cores=os.cpu_count(),
        python=platform.python_version(),
    )
    for size in sizes:
        text += TABLE.format(
            size=size.name, loading=size.loading, machine=size.machine, additions=ADDITIONS
        )
        text += "\n".join(str(row) for row in size.rows) + "\n"
        text += _cost(size.cost)
    shares = "\n".join(f"| {layer} | {share:.0%} |" for layer, share in profile.shares.items())
    return text + PAGE.format(
        shares=shares, explanation=EXPLANATION, functions=profile.functions, **page
    )


def _cost(cost: Cost) -> str:
    served = {name: spent for name, spent in cost.by_process.items() if name != "client"}
    return COST.format(
        bookings=BOOKINGS,
        clients=CLIENTS,
        runs=RUNS,
        names=" | ".join(f"{name} ms" for name in served),
        rule="|".join("---" for _column in range(len(served) + 5)),
        spent=" | ".join(f"{spent:.1f}" for spent in served.values()),
        total=cost.total,
        client=cost.by_process["client"],
        p50=cost.p50,
        p95=cost.p95,
        per_second=cost.per_second,
    )


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
