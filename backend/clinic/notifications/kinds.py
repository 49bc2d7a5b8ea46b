"""The kinds of notifications, what each says in the reader's language, and in which groups people
choose what they are mailed.

Texts are made from kind and data when they are read. Filled by the slices; pure but for the active
language.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """``title`` is the headline, ``sentence`` says what happened, with whom and when.

    ``group`` is that of its mails; what has none is not mailed. ``is_timed`` is what has a time of
    its own; the rest is mailed as soon as it may be.
    """

    name: str
    title: Promise
    sentence: Callable[[Data], str]
    group: str = ""
    is_timed: bool = False


@dataclass(frozen=True)
class Group:
    """Mails that people of some roles want or do not want, all together."""

    name: str
    title: Promise
    roles: Collection[str]
    is_wanted: bool = True


_KINDS: dict[str, Kind] = {}
_GROUPS: dict[str, Group] = {}


def register_kinds(*kinds: Kind) -> None:
    """Let people be told of these."""
    _KINDS.update({kind.name: kind for kind in kinds})


def register_groups(*groups: Group) -> None:
    """Let people choose among these."""
    _GROUPS.update({group.name: group for group in groups})


def known_kinds() -> list[Kind]:
    """Return every kind that an app has declared."""
    return list(_KINDS.values())


def prompt_kinds() -> list[str]:
    """Return the names of what is mailed as soon as it may be."""
    return [kind.name for kind in _KINDS.values() if kind.group and not kind.is_timed]


def groups_for(role: str) -> list[Group]:
    """Return among what somebody of that role may choose."""
    return [group for group in _GROUPS.values() if role in group.roles]


def wants(choices: Mapping[str, bool], kind: str) -> bool:
    """Return whether somebody with these choices wants mails of that kind."""
    group = _GROUPS[_KINDS[kind].group]
    return choices.get(group.name, group.is_wanted)


def title_of(kind: str) -> str:
    """Return the headline."""
    return str(_KINDS[kind].title)


def text_of(kind: str, data: Data) -> str:
    """Return the sentence."""
    return _KINDS[kind].sentence(data)
