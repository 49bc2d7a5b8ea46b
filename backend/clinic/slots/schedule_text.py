"""Working hours as people write them: "Lun-Ven 9h-17h" (R3 §2, ``schedule``).

Reading is lenient: the text is a row of days and of times; the times belong to the days before
them, and ``,`` ``;`` or a new line may stand between any two. So "Lun, Mer 9h-12h; Jeu 14h-18h"
and "Lun-Ven 9h-12h, 14h-18h" both say what they seem to. French and English names of days, short
or long; case and accents do not matter. Writing is always in the French form of R3, and what is
written reads back the same: ``parse(write(hours)) == hours``.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import time
from itertools import groupby
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Invalid

LONGEST: Final = 500
_SHORT: Final = ("Lun", "Mar", "Mer", "Jeu", "Ven", "Sam", "Dim")
_NAMES: Final = (
    ("lun", "lundi", "lundis", "mon", "monday", "mondays"),
    ("mar", "mardi", "mardis", "tue", "tues", "tuesday", "tuesdays"),
    ("mer", "mercredi", "mercredis", "wed", "wednesday", "wednesdays"),
    ("jeu", "jeudi", "jeudis", "thu", "thur", "thurs", "thursday", "thursdays"),
    ("ven", "vendredi", "vendredis", "fri", "friday", "fridays"),
    ("sam", "samedi", "samedis", "sat", "saturday", "saturdays"),
    ("dim", "dimanche", "dimanches", "sun", "sunday", "sundays"),
)
_WEEKDAY: Final = {name: day for day, names in enumerate(_NAMES) for name in names}
_TOKEN: Final = re.compile(
    r"""(?P<from>\d{1,2})(?:\s?[h:]\s?(?P<from_min>\d{2})?)?
        \s*(?:-|\ba\b|\bto\b)\s*
        (?P<to>\d{1,2})(?:\s?[h:]\s?(?P<to_min>\d{2})?)?(?![\w:])
      | (?P<day>[a-z]+)\.?(?:\s*(?:-|\bau?\b|\bto\b)\s*(?P<last>[a-z]+)\.?)?
      | (?P<between>[\s,;/+&]+)
    """,
    re.VERBOSE,
)
_FILLERS: Final = frozenset({"et", "and", "de", "du", "le", "from", "the"})
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


class Hours(NamedTuple):
    """On that weekday (Monday is 0), from one wall-clock time until another."""

    weekday: int
    start: time
    end: time


class InvalidSchedule(Invalid):
    """The text does not say when the doctor works."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(details={"schedule": [reason, EXAMPLE]})


EXAMPLE: Final = _("Example: “Lun-Ven 9h-12h, 14h-18h; Sam 9h30-12h”.")


def parse(text: str) -> list[Hours]:
    """Return the working hours that ``text`` says, sorted, each once.

    Raises :class:`InvalidSchedule`.
    """
    if len(text) > LONGEST:
        raise InvalidSchedule(_("This text is too long."))
    plain = _plain(text)
    hours: set[Hours] = set()
    days: list[int] = []
    timed = True
    position = 0
    while position < len(plain):
        token = _TOKEN.match(plain, position)
        if token is None:
            raise InvalidSchedule(_not_understood(plain[position:]))
        position = token.end()
        if token["day"] is not None and token["day"] not in _FILLERS:
            # The first days after some times begin a new group.
            days = [*([] if timed else days), *_days(token)]
            timed = False
        elif token["from"] is not None:
            hours.update(_hours(token, days))
            timed = True
    if not timed:
        raise InvalidSchedule(_("Times are missing after the last day."))
    if not hours:
        raise InvalidSchedule(_("Say on which days and from when until when you work."))
    return sorted(hours)


def write(hours: Iterable[Hours]) -> str:
    """Return the text of these working hours; days with the same times go together."""
    by_day = {
        day: tuple((one.start, one.end) for one in group)
        for day, group in groupby(sorted(set(hours)), key=lambda one: one.weekday)
    }
    groups: dict[tuple[tuple[time, time], ...], list[int]] = {}
    for day, periods in by_day.items():
        groups.setdefault(periods, []).append(day)
    return "; ".join(
        f"{_write_days(days)} {', '.join(_write_period(*period) for period in periods)}"
        for periods, days in groups.items()
    )


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_DASHES).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _days(token: re.Match[str]) -> list[int]:
    first = _weekday(token["day"])
    if token["last"] is None:
        return [first]
    last = _weekday(token["last"])
    # "Sam-Lun" goes over the end of the week.
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _weekday(name: str) -> int:
    if name not in _WEEKDAY:
        raise InvalidSchedule(_not_understood(name))
    return _WEEKDAY[name]


def _hours(token: re.Match[str], days: list[int]) -> list[Hours]:
    if not days:
        raise InvalidSchedule(_("Days are missing before the first times."))
    start, end = _time(token["from"], token["from_min"]), _time(token["to"], token["to_min"])
    if start >= end:
        raise InvalidSchedule(_("Each period must end after it begins, on the same day."))
    return [Hours(day, start, end) for day in days]


def _time(hour: str, minute: str | None) -> time:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise InvalidSchedule(_not_understood(f"{hour}h{minute or ''}")) from None


def _not_understood(what: str) -> str:
    return str(_("Not understood: “%(text)s”.") % {"text": what[:20].strip()})


def _write_days(days: list[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        _SHORT[run[0]] if len(run) == 1 else f"{_SHORT[run[0]]}-{_SHORT[run[-1]]}" for run in runs
    )


def _write_period(start: time, end: time) -> str:
    return f"{_write_time(start)}-{_write_time(end)}"


def _write_time(moment: time) -> str:
    return f"{moment.hour}h{moment.minute:02}" if moment.minute else f"{moment.hour}h"
