"""The embedded default's jobs: workers and beat as threads of the serving process.

What they owe lies in the database (outbox, deliveries, jobs); the in-memory queue may be lost at
any time.
"""

import threading
from typing import Any, Final

from celery.beat import EmbeddedService
from celery.worker import WorkController

from clinic.jobs import child
from config.celery import app, make_app

# A worker each: what waits for a mail server, or for slow work, must hold up no live frame.
QUEUES: Final = ("celery", "deliveries", "slow")


class EmbeddedWorker:
    """One worker, one job at a time, in a thread."""

    def __init__(self, queue: str) -> None:
        self.queue = queue
        self.controller: Any = None
        self.thread = threading.Thread(target=self._work, name=f"worker-{queue}", daemon=True)

    def _work(self) -> None:
        # The bare controller: the command-line worker would install signal handlers, which only
        # the main thread may.
        self.controller = WorkController(
            app=make_app(is_current=False),
            queues=[self.queue],
            pool_cls="solo",
            hostname=f"{self.queue}@localhost",
            without_mingle=True,
            without_gossip=True,
            without_heartbeat=True,
            quiet=True,
        )
        self.controller.start()


class EmbeddedJobs:
    """The workers and one beat beside the server."""

    def __init__(self) -> None:
        self.workers = [EmbeddedWorker(queue) for queue in QUEUES]
        self.beat: Any = None

    def start(self) -> None:
        """Begin to work, in threads of this process."""
        for worker in self.workers:
            worker.thread.start()
        self.beat = EmbeddedService(app, thread=True)
        self.beat.daemon = True
        self.beat.start()

    def stop(self) -> None:
        """Take nothing new; what runs is finished first."""
        if self.beat is not None:
            self.beat.stop()
        for worker in self.workers:
            if worker.controller is not None:
                worker.controller.stop()
        child.stop()
        for worker in self.workers:
            worker.thread.join(timeout=10)
