"""A way out that a test looks at, and something to say on it."""

from collections.abc import Iterator
from datetime import datetime
from unittest.mock import patch

import pytest
from django.db import transaction

from clinic.deliveries import registry
from clinic.deliveries.models import Delivery
from clinic.deliveries.registry import Message
from clinic.deliveries.services.owing import Owed, owe


class Way:
    """What went out, and what the other side says to it."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.trouble: dict[str, Exception] = {}
        self.closed = 0

    def send(self, message: Message, *, to: str, name: str) -> str:
        """Take the message, or raise the trouble that there is with its subject."""
        if trouble := self.trouble.get(message.subject):
            raise trouble
        self.sent.append((to, message.subject, name))
        return f"taken-{name}"

    def close(self) -> None:
        """Count."""
        self.closed += 1

    def subjects(self) -> list[str]:
        """Return what was said, in order."""
        return [subject for _to, subject, _name in self.sent]


@pytest.fixture
def way() -> Iterator[Way]:
    """A channel "way", recipients of the kind "person", and the template "story"."""
    way = Way()

    def story(delivery: Delivery, _now: datetime) -> Message | None:
        number = delivery.about["n"]
        return Message(subject=f"story {number}", text="") if number else None

    with (
        patch.dict(registry._CHANNELS, {"way": lambda: way}),
        patch.dict(registry._TEMPLATES, {"story": story}),
        patch.dict(
            registry._ADDRESS_BOOKS,
            {"person": lambda number, channel: f"{number}@{channel}" if number else None},
        ),
    ):
        yield way


def story(n: int, *, to: int = 1, key: str = "", not_before: datetime | None = None) -> Owed:
    """Return story number ``n``, owed to a person; number 0 is no longer true."""
    return Owed(
        kind="person",
        recipient_id=to,
        template="story",
        channel="way",
        about={"n": n},
        subject=f"story:{n}",
        dedupe_key=key or f"story:{n}:{to}",
        not_before=not_before,
    )


def owed(*stories: Owed, now: datetime) -> None:
    """Owe them in a transaction of their own."""
    with transaction.atomic():
        owe(*stories, now=now)


def state_of(n: int) -> tuple[str, int, str]:
    """Return state, attempts and error of story ``n``."""
    row = Delivery.objects.get(about={"n": n})
    return row.state, row.attempts, row.error
