"""From weekly rules to the slots they stand for (DOMAIN.md "Time" and "Scheduling").

Pure: no ORM, no clock. Rules are wall-clock times in the doctor's zone, slots are instants:

- A 09:00 slot begins at 09:00 by the doctor's clock on every day of the year.
- A slot that touches a skipped hour does not exist. One that begins in a repeated hour exists once,
  on the first occurrence. Every slot lasts as long as its rule says, by a stop-watch.
- Slots never overlap and keep the doctor's pause: of two that would be too close, the one
  that starts earlier stays. This is decided day by day, so the answer does not depend on the
  period that is asked for.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from clinic.common.clocks import first_at, wall_of
from clinic.slots.modes import Mode

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(weeks=1)
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """One weekly rule; the validity is inclusive on both ends."""

    weekday: int
    start: time
    end: time
    duration_minutes: int = 30
    mode: str = Mode.IN_PERSON
    capacity: int = 1
    location: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether the rule is in force on ``day``."""
        return (
            day.weekday() == self.weekday
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_until is None or day <= self.valid_until)
        )


@dataclass(frozen=True, slots=True)
class Away:
    """A half-open period without appointments; a weekly one repeats by the doctor's clock."""

    start: datetime
    end: datetime
    is_weekly: bool = False


class Planned(NamedTuple):
    """A slot as the rules want it."""

    start: datetime
    end: datetime
    mode: str
    capacity: int
    location: str


class Periods:
    """Half-open periods of time, merged, with a quick answer to what they meet or cover."""

    def __init__(self, periods: Iterable[tuple[datetime, datetime]]) -> None:
        self._starts: list[datetime] = []
        self._ends: list[datetime] = []
        for start, end in sorted(periods):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def meet(self, start: datetime, end: datetime) -> bool:
        """Return whether some period shares time with the given one."""
        position = bisect_right(self._ends, start)
        return position < len(self._starts) and self._starts[position] < end

    def cover(self, start: datetime, end: datetime) -> bool:
        """Return whether the given period lies wholly inside one of these."""
        position = bisect_right(self._starts, start) - 1
        return position >= 0 and end <= self._ends[position]


def planned_slots(
    *,
    rules: Sequence[Rule],
    away: Periods,
    zone: ZoneInfo,
    start: datetime,
    until: datetime,
    buffer_minutes: int = 0,
) -> list[Planned]:
    """Return the slots that begin in ``[start, until)``, in order of time.

    ``away`` must be known from the beginning of the first day on, by the zone's clock.
    """
    pause = timedelta(minutes=buffer_minutes)
    planned: list[Planned] = []
    for day in _days(start, until, zone):
        wanted = sorted(
            slot
            for rule in rules
            if rule.holds_on(day)
            for slot in _slots_on(day, rule, zone, pause)
            if not away.meet(slot.start, slot.end)
        )
        planned.extend(_apart(wanted, pause))
    return [slot for slot in planned if start <= slot.start < until]


def working_periods(
    *, rules: Sequence[Rule], zone: ZoneInfo, start: datetime, until: datetime
) -> Periods:
    """Return when the doctor works by the rules, absences not counted, on the days in between."""
    return Periods(
        (first_at(datetime.combine(day, rule.start), zone), first_at(_end_on(day, rule), zone))
        for day in _days(start, until, zone)
        for rule in rules
        if rule.holds_on(day)
    )


def away_periods(
    absences: Iterable[Away], *, zone: ZoneInfo, start: datetime, until: datetime
) -> Periods:
    """Return when the doctor is away between the two instants, weekly absences repeated."""
    return Periods(
        (first, last)
        for absence in absences
        for first, last in _occurrences(absence, zone, start, until)
        if first < last and first < until and last > start
    )


def _slots_on(day: date, rule: Rule, zone: ZoneInfo, pause: timedelta) -> Iterator[Planned]:
    duration = timedelta(minutes=rule.duration_minutes)
    begins, closes = datetime.combine(day, rule.start), datetime.combine(day, rule.end)
    while begins + duration <= closes:
        if not _touches_skipped(begins, begins + duration, zone):
            start = begins.replace(tzinfo=zone).astimezone(UTC)
            yield Planned(start, start + duration, rule.mode, rule.capacity, rule.location)
        begins += duration + pause


def _touches_skipped(begins: datetime, ends: datetime, zone: ZoneInfo) -> bool:
    """Return whether the zone's clock leaps over some minute of ``[begins, ends)``."""
    start = begins.replace(tzinfo=zone)
    last = (ends - _MINUTE).replace(tzinfo=zone)
    return (
        wall_of(start.astimezone(UTC), zone) != begins
        or wall_of(last.astimezone(UTC), zone) != ends - _MINUTE
        or (start.utcoffset() or timedelta()) < (last.utcoffset() or timedelta())
    )


def _apart(wanted: Iterable[Planned], pause: timedelta) -> Iterator[Planned]:
    free_from: datetime | None = None
    for slot in wanted:
        if free_from is None or slot.start >= free_from:
            free_from = slot.end + pause
            yield slot


def _end_on(day: date, rule: Rule) -> datetime:
    return datetime.combine(day, rule.end)


def _occurrences(
    absence: Away, zone: ZoneInfo, start: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    yield absence.start, absence.end
    if not absence.is_weekly:
        return
    begins, ends = wall_of(absence.start, zone), wall_of(absence.end, zone)
    # Two weeks of room: the zone's offset and the absence's length reach over the edges.
    skipped = max(1, (start - absence.end) // _WEEK - 1)
    shift = skipped * _WEEK
    while absence.start + shift < until + _WEEK:
        yield first_at(begins + shift, zone), first_at(ends + shift, zone)
        shift += _WEEK


def _days(start: datetime, until: datetime, zone: ZoneInfo) -> Iterator[date]:
    day, last = start.astimezone(zone).date(), until.astimezone(zone).date()
    while day <= last:
        yield day
        day += _DAY
