"""Between the time on a wall, as people say it, and the instant that it stands for. Pure.

A zone's clock leaps over an hour in spring and repeats one in autumn (DOMAIN.md "Time").
"""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_MINUTE: Final = timedelta(minutes=1)


def wall_of(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return what the zone's clock shows at that instant, naive."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def first_at(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant at which the zone's clock shows ``wall`` (naive) or later.

    For a time in a skipped hour that is the instant of the change itself.
    """
    instant = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if wall_of(instant, zone) == wall:
        return instant
    # Skipped: the change lies between the two readings of a time that does not exist.
    before, after = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), instant
    while after - before > _MINUTE:
        middle = before + (after - before) // 2
        if wall_of(middle, zone) < wall:
            before = middle
        else:
            after = middle
    return after.replace(second=0, microsecond=0)


def settled(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant; a naive one is read by the zone's clock."""
    return first_at(moment, zone) if moment.tzinfo is None else moment.astimezone(UTC)


def is_skipped(moment: datetime, zone: ZoneInfo) -> bool:
    """Return whether a naive time lies in an hour that the zone's clock leaps over."""
    if moment.tzinfo is not None:
        return False
    return wall_of(moment.replace(tzinfo=zone).astimezone(UTC), zone) != moment
