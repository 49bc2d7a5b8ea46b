"""What an event is, which topics there are, and which handler listens to which.

Each app declares what it announces in its own ``events.py``: a frozen class for each topic. What
follows from what is listed in ``config/wiring.py``, explicitly and not by model signals.
"""

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar, get_args, get_origin, get_type_hints


class Payload:
    """What an event tells: ids and plain facts, no health data.

    A topic's class is declared once, as a frozen dataclass::

        @dataclass(frozen=True)
        class UserClosed(Payload, topic="user.closed"):
            user_id: int

    Fields are of type int, str or bool, one of these or None, or a tuple of them. A field that is
    added later has a default: rows that were recorded before must still be understood.
    """

    topic: ClassVar[str]

    def __init_subclass__(cls, *, topic: str) -> None:
        """Declare the topic."""
        if topic in _TOPICS:
            raise ValueError(f"topic {topic} is declared twice")
        cls.topic = topic
        _TOPICS[topic] = cls

    @classmethod
    @cache
    def types(cls) -> dict[str, Any]:
        """Return the type of each field."""
        hints = get_type_hints(cls)
        return {field.name: hints[field.name] for field in fields(cls)}  # type: ignore[arg-type]  # subclasses are dataclasses

    @property
    def key(self) -> str:
        """What the event is about, if its events are to be handed over one after the other."""
        return ""

    def as_json(self) -> dict[str, Any]:
        """Return the fields. Raises TypeError when one is not of the declared type."""
        kinds = self.types()
        values = {name: getattr(self, name) for name in kinds}
        for name, value in values.items():
            if not _fits(value, kinds[name]):
                raise TypeError(f"{self.topic}: {name} is not of type {kinds[name]}")
        return values


P = TypeVar("P", bound=Payload)
P_co = TypeVar("P_co", bound=Payload, covariant=True)


@dataclass(frozen=True)
class Fact(Generic[P_co]):
    """Something that happened, as handlers get it."""

    id: int
    recorded_at: datetime
    payload: P_co


# Gets facts of one topic, oldest first, in the relay's transaction. It only writes rows; what goes
# out of the process is sent after the commit.
Handler = Callable[[Sequence[Fact[P]]], None]

_TOPICS: dict[str, type[Payload]] = {}
_HANDLERS: dict[str, dict[str, Handler[Any]]] = {}
_ALONE: set[str] = set()


class UnknownTopic(LookupError):
    """No class declares the topic: it was dropped, or is of a newer release than this process."""


def payload_from(topic: str, stored: Mapping[str, Any]) -> Payload:
    """Return the payload of a recorded event; what it does not know of has its default.

    Raises :class:`UnknownTopic`, and TypeError when something is missing.
    """
    if topic not in _TOPICS:
        raise UnknownTopic(topic)
    known = _TOPICS[topic].types()
    values = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in stored.items()
        if name in known
    }
    return _TOPICS[topic](**values)


def listen(payload: type[P], name: str, handler: Handler[P], *, alone: bool = False) -> None:
    """Call ``handler`` with the events of a topic; ``name`` is its stable mark.

    A handler runs in the relay's transaction, so that what it writes happens once. ``alone``: it
    calls a service that locks rows, so each event of the topic has a transaction of its own. Two
    such events in one would lock in another order than everybody, and for longer.
    """
    _HANDLERS.setdefault(payload.topic, {})[name] = handler
    if alone:
        _ALONE.add(payload.topic)


def goes_alone(topic: str) -> bool:
    """Return whether each event of ``topic`` is relayed in a transaction of its own."""
    return topic in _ALONE


def handlers_of(topic: str) -> list[tuple[str, Handler[Any]]]:
    """Return the named handlers of ``topic``, in the order of registration."""
    return list(_HANDLERS.get(topic, {}).items())


def unheard_topics() -> list[str]:
    """Return the declared topics to which nobody listens."""
    return sorted(_TOPICS.keys() - _HANDLERS.keys())


def _fits(value: object, kind: Any) -> bool:
    """Return whether ``value`` is of a type as payloads declare them."""
    if get_origin(kind) is types.UnionType:
        return any(_fits(value, one) for one in get_args(kind))
    if get_origin(kind) is tuple:
        return type(value) is tuple and all(_fits(item, get_args(kind)[0]) for item in value)
    # Not isinstance: a bool is no id, and an enumeration's member is stored as its bare text.
    return type(value) is kind
