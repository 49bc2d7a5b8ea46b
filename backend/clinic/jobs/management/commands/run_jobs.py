"""``manage.py run_jobs``: do the jobs that wait, then leave."""

import signal
import sys
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from clinic.jobs.services.running import run_next


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


class Command(BaseCommand):
    """What the embedded default starts beside the server."""

    help = "Do the jobs that wait, then leave."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run until nothing waits; told to stop, give the job back."""
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, _stop)
        while run_next(clock=timezone.now):
            pass
