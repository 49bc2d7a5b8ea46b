"""Quiet hours, by the clock on somebody's own wall."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinic.notifications.policies import after_quiet, before_quiet, is_urgent

PARIS = "Europe/Paris"
NIGHT = (time(21), time(7))


def at(text: str, zone: str = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "now", "begins", "ends"),
    [
        (NIGHT, "2026-11-23T20:59", "2026-11-23T20:59", "2026-11-23T20:59"),
        (NIGHT, "2026-11-23T21:00", "2026-11-23T21:00", "2026-11-24T07:00"),
        (NIGHT, "2026-11-23T23:30", "2026-11-23T21:00", "2026-11-24T07:00"),
        (NIGHT, "2026-11-24T06:59", "2026-11-23T21:00", "2026-11-24T07:00"),
        (NIGHT, "2026-11-24T07:00", "2026-11-24T07:00", "2026-11-24T07:00"),
        # A siesta, within one day.
        ((time(12), time(14)), "2026-11-23T13:00", "2026-11-23T12:00", "2026-11-23T14:00"),
        ((time(12), time(14)), "2026-11-23T23:00", "2026-11-23T23:00", "2026-11-23T23:00"),
        # Equal hours are none.
        ((time(9), time(9)), "2026-11-23T09:00", "2026-11-23T09:00", "2026-11-23T09:00"),
        # The nights in which the clock changes.
        (NIGHT, "2026-03-29T03:30", "2026-03-28T21:00", "2026-03-29T07:00"),
        (NIGHT, "2026-10-25T02:30", "2026-10-24T21:00", "2026-10-25T07:00"),
    ],
)
def test_what_falls_into_quiet_hours_waits_or_comes_before(
    hours: tuple[time, time], now: str, begins: str, ends: str
) -> None:
    clock = {"zone": PARIS, "begins": hours[0], "ends": hours[1]}

    assert before_quiet(at(now), **clock) == at(begins)  # type: ignore[arg-type]  # by name
    assert after_quiet(at(now), **clock) == at(ends)  # type: ignore[arg-type]  # by name


def test_the_clock_is_that_of_the_zone() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    begins, ends = NIGHT

    assert after_quiet(noon, zone="UTC", begins=begins, ends=ends) == noon
    assert after_quiet(noon, zone="Pacific/Auckland", begins=begins, ends=ends) == at(
        "2026-11-24T07:00", "Pacific/Auckland"
    )


@pytest.mark.parametrize(
    ("ahead", "urgent"),
    [
        (timedelta(hours=-1), True),
        (timedelta(hours=24), True),
        (timedelta(hours=24, seconds=1), False),
        (None, False),
    ],
)
def test_what_concerns_the_next_day_is_urgent(
    now: datetime, ahead: timedelta | None, *, urgent: bool
) -> None:
    concerns = None if ahead is None else now + ahead

    assert is_urgent(concerns, now=now) is urgent
