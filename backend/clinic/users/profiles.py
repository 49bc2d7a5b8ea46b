"""Which profile each role has. Filled by ``config`` when Django is ready.

Accounts lie below doctors and patients and may not import them: those who own the profiles say
here how one is made and by which relation of the account it is found.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol


class Profile(Protocol):
    """What accounts know of a profile."""

    pk: Any
    first_name: Any
    last_name: Any

    @property
    def name(self) -> str:
        """Full name, as others see it."""


@dataclass(frozen=True)
class Particulars:
    """What a person tells of themself when they register."""

    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    birth_date: date | None = None
    specialty: str = ""
    # Opens a record that the practice wrote down before.
    patient_code: str = ""


Maker = Callable[..., Profile]


@dataclass(frozen=True)
class Facts:
    """What an account shows of its profile beside the names, and how it is changed from there.

    ``read(profile, today=…)`` returns the facts by name; ``change(profile, facts, today=…)`` takes
    some of them and raises :class:`Invalid`.
    """

    read: Callable[..., dict[str, Any]]
    change: Callable[..., object]


@dataclass(frozen=True)
class ProfileKind:
    """How a role's profile is made (``make(user=…, particulars=…)``) and reached from a user."""

    make: Maker
    relation: str
    facts: Facts | None = None


_KINDS: dict[str, ProfileKind] = {}


def register_profile_maker(
    role: str, maker: Maker, *, relation: str, facts: Facts | None = None
) -> None:
    """Open a profile with ``maker`` for everyone who registers with ``role``."""
    _KINDS[role] = ProfileKind(make=maker, relation=relation, facts=facts)


def kind_of(role: str) -> ProfileKind | None:
    """Return the profile of ``role``; admins have none."""
    return _KINDS.get(role)


def relations() -> list[str]:
    """Return the relations that lead from an account to its profile."""
    return [kind.relation for kind in _KINDS.values()]
