"""The life of a delivery: its states, and how patient it is. Pure.

owed ──claim──▶ claimed ──▶ sent | failed | parked | cancelled
  ▲────────────────┘ refused for now, or the claim ran out
"""

from datetime import timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a delivery stands."""

    OWED = "owed", _("Owed")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Refused")
    PARKED = "parked", _("Given up")
    CANCELLED = "cancelled", _("No longer true")


UNFINISHED: Final = (State.OWED, State.CLAIMED)
# What an operator may have sent again.
UNSENT: Final = (State.FAILED, State.PARKED)

# How long a claim holds, and how long one message may take, however slow the other side: a claim
# with less time left begins no further message.
LEASE: Final = timedelta(seconds=90)
SLOWEST: Final = timedelta(seconds=60)
# Of a server that cannot be reached the message is not to blame: this costs it no attempt.
UNREACHABLE_PAUSE: Final = timedelta(minutes=1)
# Refused for now as many times, a message is parked: after about half a day.
MOST_ATTEMPTS: Final = 12
LONGEST_PAUSE: Final = timedelta(hours=2)


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after that many attempts: a minute, then twice as long each time."""
    return min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_PAUSE)
