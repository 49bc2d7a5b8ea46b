"""What the apps above know of patients: what refers to one, how it moves when two records are
merged, and to whom a record is open.

Filled by ``config`` when Django is ready. A test compares the references with the models, so that
none is forgotten.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from clinic.users.models import User


@dataclass(frozen=True)
class Merge:
    """Two records of one person, both locked: what refers to ``other_id`` moves to ``kept_id``."""

    kept_id: int
    other_id: int
    now: datetime


@dataclass(frozen=True)
class Reference:
    """Rows that refer to a patient: ``move`` takes them along, ``count`` says how many there are,
    for those that people are shown."""

    move: Callable[[Merge], None]
    count: Callable[[int], int] | None = None


# Returns what is in the way of a merge, as the API shows it.
Obstacles = Callable[[Merge], Sequence[dict[str, Any]]]


@dataclass(frozen=True)
class OpenRecord:
    """That a record is open to somebody; until when, where only an emergency opens it."""

    emergency_until: datetime | None = None


# Returns how a patient's record is open to somebody; None when it is not.
RecordReader = Callable[[User, int], OpenRecord | None]

_readers: Final[list[RecordReader]] = []
_REFERENCES: Final[dict[str, Reference]] = {}
_OBSTACLES: Final[dict[str, Obstacles]] = {}


def register_reference(field: str, reference: Reference) -> None:
    """Say how rows move by whose ``field`` ("app.Model.field") they refer to a patient."""
    _REFERENCES[field] = reference


def register_obstacles(name: str, obstacles: Obstacles) -> None:
    """Let ``obstacles`` be asked before a merge."""
    _OBSTACLES[name] = obstacles


def references() -> dict[str, Reference]:
    """Return all, in the order of registration, by field."""
    return dict(_REFERENCES)


def obstacles_of(merge: Merge) -> list[dict[str, Any]]:
    """Return what must be settled first."""
    return [one for obstacles in _OBSTACLES.values() for one in obstacles(merge)]


def register_records(reader: RecordReader) -> None:
    """Say who knows to whom a record is open."""
    _readers[:] = [reader]


def record_open_to(viewer: User, patient_id: int) -> OpenRecord | None:
    """Return how the record is open to ``viewer``; None when it is not."""
    return next((found for reader in _readers if (found := reader(viewer, patient_id))), None)
