"""Jobs of appointments, and the handlers of the outbox."""

from typing import Any, Protocol

import structlog
from celery import shared_task
from django.utils import timezone

from clinic.appointments.services.account_closure import cancel_appointments_of
from clinic.appointments.services.proposal_settling import hopeless_proposals, settle_proposal

log = structlog.get_logger(__name__)


class NamesUser(Protocol):
    """An event whose payload has ``user_id``."""

    payload: Any


def on_account_closed(event: NamesUser) -> None:
    """Handle "user.closed" {user_id}; safe to repeat."""
    cancel_appointments_of(user_id=event.payload["user_id"], now=timezone.now())


@shared_task(name="appointments.settle_proposals")
def settle_proposals(**_ignored: object) -> None:
    """Settle the proposals that nobody can answer any more; a failing one stops no other."""
    now = timezone.now()
    for proposal_id in hopeless_proposals(now=now):
        try:
            settle_proposal(proposal_id=proposal_id, now=now)
        except Exception:
            # The next run tries again.
            log.exception("appointments.settle_failed", proposal_id=proposal_id)
