"""Clients that measure: one kept-alive connection each."""

import http.client
import json
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any


@dataclass
class Measured:
    """Times in milliseconds and statuses of one measurement."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0

    def percentile(self, share: float) -> float:
        """Return the time below which ``share`` of the requests lie."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def p50(self) -> float:
        """The median."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """The 95th percentile."""
        return self.percentile(0.95)

    @property
    def per_second(self) -> float:
        """Requests a second, all clients together."""
        return len(self.times) / self.seconds


@dataclass(frozen=True)
class Request:
    """One request to send."""

    method: str
    path: str
    token: str | None = None
    body: dict[str, Any] | None = None


class Client:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, request: Request) -> tuple[float, int]:
        """Send; return milliseconds until the whole answer is read, and its status."""
        headers = {"Content-Type": "application/json"}
        if request.token:
            headers["Authorization"] = f"Bearer {request.token}"
        body = json.dumps(request.body) if request.body is not None else None
        begun = time.perf_counter()
        self.connection.request(request.method, request.path, body, headers)
        answer = self.connection.getresponse()
        answer.read()
        return (time.perf_counter() - begun) * 1000, answer.status


def measure(port: int, requests: Sequence[Request], *, clients: int = 1, warm: int = 0) -> Measured:
    """Send all requests, shared between so many clients that start together."""
    if warm:
        _send_all(Client(port), requests[:warm])
        requests = requests[warm:]
    return run_together(
        [partial(_send_all, Client(port), requests[number::clients]) for number in range(clients)]
    )


def _send_all(client: Client, requests: Sequence[Request]) -> list[tuple[float, int]]:
    return [client.send(request) for request in requests]


def run_together(runners: list[Callable[[], list[tuple[float, int]]]]) -> Measured:
    """Start all runners at once; gather what they measured."""
    barrier = threading.Barrier(len(runners) + 1)
    found: list[list[tuple[float, int]]] = [[] for _ in runners]

    def work(number: int) -> None:
        barrier.wait()
        found[number] = runners[number]()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(runners))]
    for thread in threads:
        thread.start()
    barrier.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    measured = Measured(seconds=time.perf_counter() - begun)
    for row in found:
        measured.times += [milliseconds for milliseconds, _status in row]
        measured.statuses.update(status for _milliseconds, status in row)
    return measured
