"""Mails of accounts, sent by a worker: a mail server that is slow or down holds nobody up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from celery import shared_task
from django.utils import timezone

from clinic.outbox.models import Event
from clinic.users.services import mails, sessions

MAIL_OF: Final[dict[str, str]] = {
    "user.registered": "verification",
    "user.verification_requested": "verification",
    "user.password_reset_requested": "reset",
    "user.approved": "account_open",
}
SENDERS: Final[dict[str, Callable[..., None]]] = {
    "verification": mails.mail_verification_link,
    "reset": mails.mail_reset_link,
    "account_open": mails.mail_account_open,
}
KEPT = timedelta(days=7)


def owe_mail(event: Event) -> None:
    """Handle an event that a mail follows: hand it to a worker, outside the relay's transaction.

    Without a queue this fails, and the outbox hands the event over again later.
    """
    send_mail.delay(kind=MAIL_OF[event.topic], user_id=event.payload["user_id"])


# An unreachable or refusing mail server raises OSError (SMTPException is one).
@shared_task(
    name="users.send_mail",
    autoretry_for=(OSError,),
    retry_backoff=5,
    retry_backoff_max=600,
    max_retries=10,
    acks_late=True,
)
def send_mail(*, kind: str, user_id: int, **_ignored: object) -> None:
    """Send one mail."""
    SENDERS[kind](user_id=user_id)


@shared_task(name="users.forget_old_sessions")
def forget_old_sessions(**_ignored: object) -> None:
    """Delete sessions that expired long ago."""
    sessions.forget_old_sessions(before=timezone.now() - KEPT)
