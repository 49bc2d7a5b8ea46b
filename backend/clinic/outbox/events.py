"""Which handler listens to which topic. Filled by ``config`` when Django is ready.

An explicit registry and not model signals: what follows from a change can be read in one place.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinic.outbox.models import Event

Handler = Callable[["Event"], None]

_HANDLERS: dict[str, list[tuple[str, Handler]]] = {}


def listen(topic: str, name: str, handler: Handler) -> None:
    """Call ``handler`` with each event of ``topic``; ``name`` is its stable mark.

    A handler runs inside the relay's transaction and must be safe to repeat in what the
    transaction does not cover (sending a frame, calling a provider).
    """
    listeners = _HANDLERS.setdefault(topic, [])
    listeners[:] = [entry for entry in listeners if entry[0] != name] + [(name, handler)]


def handlers_of(topic: str) -> list[tuple[str, Handler]]:
    """Return the named handlers of ``topic``, in the order of registration."""
    return list(_HANDLERS.get(topic, []))
