"""Jobs of appointments, and the handlers of the outbox."""

from collections.abc import Sequence

import structlog
from celery import shared_task
from django.utils import timezone

from clinic.appointments.services.account_closure import cancel_appointments_of
from clinic.appointments.services.proposal_settling import hopeless_proposals, settle_proposal
from clinic.outbox.events import Fact
from clinic.users.events import UserClosed

log = structlog.get_logger(__name__)


def on_account_closed(facts: Sequence[Fact[UserClosed]]) -> None:
    """Cancel what those who have left would have had (outbox handler)."""
    for fact in facts:
        cancel_appointments_of(user_id=fact.payload.user_id, now=timezone.now())


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
