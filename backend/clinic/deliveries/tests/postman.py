"""A postman for tests: what is due goes out at once, as the worker would send it."""

from datetime import datetime, timedelta
from unittest.mock import patch

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from clinic.deliveries import tasks


def send_due(*, at: datetime | None = None) -> list[EmailMultiAlternatives]:
    """Send what is due ``at`` that moment, or in a minute; return the mails that went out."""
    before = len(mail.outbox)
    at = at or timezone.now() + timedelta(minutes=1)
    with patch.object(timezone, "now", return_value=at):
        tasks.send()
    return mail.outbox[before:]  # type: ignore[return-value]  # Mail sends no other kind
