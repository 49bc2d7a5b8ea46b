"""Which kinds of jobs there are. Filled by ``config`` when Django is ready."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol


class Cancelled(Exception):
    """Somebody has cancelled the job, or it is another worker's now: stop here."""


class Run(Protocol):
    """A job at work, as its kind sees it."""

    @property
    def arguments(self) -> Mapping[str, Any]:
        """What was asked for, by ids."""

    @property
    def checkpoint(self) -> Mapping[str, Any]:
        """What was last noted, by this worker or by one that died."""

    def progress(self, done: int, total: int, **checkpoint: int) -> None:
        """Note how far it is, and from where another worker would go on.

        Cheap enough for every step. Raises :class:`Cancelled`.
        """


# Does the work and returns its result: numbers and ids. Must be safe to begin anew.
Work = Callable[[Run], Mapping[str, Any]]

_KINDS: dict[str, Work] = {}


def register_kind(name: str, work: Work) -> None:
    """Let jobs of that name be done by ``work``."""
    _KINDS[name] = work


def work_of(kind: str) -> Work:
    """Return what does a job of that kind. Raises LookupError when nobody registered it."""
    return _KINDS[kind]
