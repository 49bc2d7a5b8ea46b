"""What a booking costs: CPU time of each process, from the request to the live frame.

Care, journal and owed deliveries are included; rendering mails and SMTP are apart, since nobody
works on the deliveries' queue here.
"""

import statistics
from dataclasses import dataclass
from typing import Final

from clients import Measured, measure
from cpu import cpu_of, own_cpu
from measures import World, booking_requests
from stack import Stack

RUNS: Final = 5
BOOKINGS: Final = 800
CLIENTS: Final = 16


@dataclass(frozen=True)
class Cost:
    """Medians of :data:`RUNS` runs: milliseconds of CPU a booking by process, the wall time of one
    booking in ms at the median and the 95th percentile, and bookings a second."""

    by_process: dict[str, float]
    p50: float
    p95: float
    per_second: float

    @property
    def total(self) -> float:
        """Milliseconds of CPU a booking, all processes but the measuring client."""
        return sum(spent for name, spent in self.by_process.items() if name != "client")


def cost_of_booking(stack: Stack, world: World) -> Cost:
    """Book by 16 clients, as often as :data:`RUNS`; return the medians."""
    runs = [_one_run(stack, world) for _run in range(RUNS)]
    spent = [by_process for by_process, _measured in runs]
    measured = [one for _by_process, one in runs]
    return Cost(
        by_process={name: statistics.median(run[name] for run in spent) for name in spent[0]},
        p50=statistics.median(one.p50 for one in measured),
        p95=statistics.median(one.p95 for one in measured),
        per_second=statistics.median(one.per_second for one in measured),
    )


def _one_run(stack: Stack, world: World) -> tuple[dict[str, float], Measured]:
    requests = booking_requests(world, BOOKINGS)
    world.settle()
    before = _meters(stack)
    measured = measure(stack.port, requests, clients=CLIENTS)
    world.settle()
    booked = measured.statuses[201]
    after = _meters(stack)
    return {name: (after[name] - before[name]) / booked for name in after}, measured


def _meters(stack: Stack) -> dict[str, float]:
    read = {name: cpu_of(process.pid) for name, process in stack.processes().items()}
    return {**read, "client": own_cpu()}
