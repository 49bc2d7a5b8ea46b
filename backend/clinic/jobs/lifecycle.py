"""The life of a job: its states, and how patient it is. Pure.

waiting ──claim──▶ running ──▶ done | failed | cancelled
  ▲───────────────────┘ its worker died, or it is to be tried again
"""

from datetime import timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


UNFINISHED: Final = (State.WAITING, State.RUNNING)
# What a supervisor may have taken up again.
STOPPED: Final = (State.FAILED, State.CANCELLED)

# How long a claim holds; its worker renews it while it lives.
LEASE: Final = timedelta(seconds=60)
RENEWED_EVERY: Final = LEASE / 3
# After as many tries, or dead workers, a job has failed; a supervisor takes it up again.
MOST_ATTEMPTS: Final = 3


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after that many tries: one minute, four, nine."""
    return timedelta(minutes=attempts**2)
