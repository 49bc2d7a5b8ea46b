"""When people are left in peace. Pure."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

# What concerns the next day cannot wait for the morning.
SOON: Final = timedelta(hours=24)


def is_urgent(concerns: datetime | None, *, now: datetime) -> bool:
    """Return whether a mail about ``concerns`` goes out whatever the hour."""
    return concerns is not None and concerns - now <= SOON


def after_quiet(at: datetime, *, zone: str, begins: time, ends: time) -> datetime:
    """Return ``at``, or the end of the quiet hours in which it lies, by the clock of ``zone``.

    Hours that begin later than they end last over midnight; equal ones are none.
    """
    quiet = _quiet_around(at, zone=zone, begins=begins, ends=ends)
    return quiet[1] if quiet else at


def before_quiet(at: datetime, *, zone: str, begins: time, ends: time) -> datetime:
    """Return ``at``, or the beginning of the quiet hours in which it lies: for what must not be
    late."""
    quiet = _quiet_around(at, zone=zone, begins=begins, ends=ends)
    return quiet[0] if quiet else at


def _quiet_around(
    at: datetime, *, zone: str, begins: time, ends: time
) -> tuple[datetime, datetime] | None:
    there = ZoneInfo(zone)
    today = at.astimezone(there).date()
    for day in (today - timedelta(days=1), today):
        last = day if begins <= ends else day + timedelta(days=1)
        beginning = datetime.combine(day, begins, tzinfo=there)
        end = datetime.combine(last, ends, tzinfo=there)
        if beginning <= at < end:
            return beginning.astimezone(at.tzinfo), end.astimezone(at.tzinfo)
    return None
