"""Topics of the tests' own, and what was heard of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from django.db import transaction
from django.utils import timezone

from clinic.outbox import events, services
from clinic.outbox.events import Fact, P, Payload
from clinic.outbox.models import Event

with patch.dict(events._TOPICS):

    @dataclass(frozen=True)
    class Story(Payload, topic="story"):
        """The ``n``-th; ``of`` is what it is about, if the order matters."""

        n: int
        of: str = ""

        @property
        def key(self) -> str:
            return self.of


@contextmanager
def only_stories() -> Iterator[list[int]]:
    """Let there be this topic alone, with one listener; give what it was told, in order."""
    heard: list[int] = []
    with (
        patch.dict(events._TOPICS, {Story.topic: Story}, clear=True),
        patch.dict(events._HANDLERS, clear=True),
        patch.object(events, "_ALONE", set()),
    ):
        events.listen(
            Story, "listener", lambda facts: heard.extend(fact.payload.n for fact in facts)
        )
        yield heard


def tell(n: int, *, of: str = "") -> Event:
    """Record a story."""
    with transaction.atomic():
        return services.record(Story(n=n, of=of))


def fact_of(payload: P) -> Fact[P]:
    """Return the payload as a handler gets it, recorded a moment ago."""
    return Fact(id=1, recorded_at=timezone.now(), payload=payload)
