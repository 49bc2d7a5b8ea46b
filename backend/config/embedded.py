"""The embedded default's jobs: worker and beat as threads of the serving process.

What they owe lies in the outbox, in the database; the in-memory queue may be lost at any time.
"""

import threading
from typing import Any

from celery.beat import EmbeddedService
from celery.worker import WorkController

from config.celery import app


class EmbeddedJobs:
    """One worker and one beat beside the server."""

    def __init__(self) -> None:
        self.worker: Any = None
        self.beat: Any = None
        self.thread = threading.Thread(target=self._work, name="worker", daemon=True)

    def start(self) -> None:
        """Start both."""
        self.thread.start()
        self.beat = EmbeddedService(app, thread=True)
        self.beat.daemon = True
        self.beat.start()

    def stop(self) -> None:
        """Stop both; a job that runs is finished first."""
        if self.beat is not None:
            self.beat.stop()
        if self.worker is not None:
            self.worker.stop()
        self.thread.join(timeout=10)

    def _work(self) -> None:
        # The bare controller: the command-line worker would install signal handlers, which only
        # the main thread may.
        self.worker = WorkController(
            app=app,
            pool_cls="solo",
            hostname="embedded@localhost",
            without_mingle=True,
            without_gossip=True,
            without_heartbeat=True,
            quiet=True,
        )
        self.worker.start()
