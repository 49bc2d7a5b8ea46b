"""The handlers of the outbox."""

from typing import Any, Protocol

from django.utils import timezone

from clinic.appointments.services.account_closure import cancel_appointments_of


class NamesUser(Protocol):
    """An event whose payload has ``user_id``."""

    payload: Any


def on_account_closed(event: NamesUser) -> None:
    """Handle "user.closed" {user_id}; safe to repeat."""
    cancel_appointments_of(user_id=event.payload["user_id"], now=timezone.now())
