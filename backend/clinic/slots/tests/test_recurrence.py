"""From rules to slots: against a brute-force oracle, and told as stories of the clock."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clinic.common.clocks import first_at
from clinic.slots.recurrence import (
    Away,
    Periods,
    Planned,
    Rule,
    away_periods,
    planned_slots,
    working_periods,
)

PARIS = ZoneInfo("Europe/Paris")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# A Monday near each change of the clock.
WEEKS = [
    ("Europe/Paris", date(2026, 3, 23)),
    ("Europe/Paris", date(2026, 10, 19)),
    ("America/New_York", date(2026, 3, 2)),
    ("America/New_York", date(2026, 10, 26)),
    ("Australia/Lord_Howe", date(2026, 3, 30)),
    ("Australia/Lord_Howe", date(2026, 9, 28)),
    ("Africa/Casablanca", date(2026, 2, 9)),
    ("Africa/Casablanca", date(2026, 3, 16)),
    ("America/Havana", date(2026, 3, 2)),
    ("America/Santiago", date(2026, 3, 30)),
    ("Pacific/Apia", date(2011, 12, 26)),
    ("Asia/Kolkata", date(2026, 6, 1)),
]


@cache
def readings(zone: str, monday: date) -> dict[datetime, datetime]:
    """Return the first instant at which the zone's clock shows each minute, over three weeks."""
    shown: dict[datetime, datetime] = {}
    instant = datetime.combine(monday, time.min, UTC) - 8 * DAY
    for _ in range(24 * 24 * 60):
        wall = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
        shown.setdefault(wall, instant)
        instant += MINUTE
    return shown


def reached(shown: dict[datetime, datetime], wall: datetime) -> datetime:
    """Return the first instant at which the clock shows ``wall`` or later: a minute at a time."""
    while wall not in shown:
        wall += MINUTE
    return shown[wall]


def oracle(  # noqa: C901  # one plain loop, on purpose unlike the code under test
    zone: str, monday: date, rules: list[Rule], absences: list[Away], buffer: int
) -> list[Planned]:
    """Build one week's slots by counting minutes."""
    shown = readings(zone, monday)
    away = set(absent_minutes(zone, shown, absences))
    found: list[Planned] = []
    for day in (monday + number * DAY for number in range(7)):
        candidates = []
        for rule in rules:
            if day.weekday() != rule.weekday:
                continue
            if rule.valid_from and day < rule.valid_from:
                continue
            if rule.valid_until and day > rule.valid_until:
                continue
            minute = rule.start.hour * 60 + rule.start.minute
            last = rule.end.hour * 60 + rule.end.minute
            while minute + rule.duration_minutes <= last:
                walls = [
                    datetime.combine(day, time.min) + (minute + count) * MINUTE
                    for count in range(rule.duration_minutes)
                ]
                minute += rule.duration_minutes + buffer
                if not all(wall in shown for wall in walls):
                    continue
                start = shown[walls[0]]
                if any(start + count * MINUTE in away for count in range(len(walls))):
                    continue
                end = start + len(walls) * MINUTE
                candidates.append(Planned(start, end, rule.mode, rule.capacity, rule.location))
        taken: set[datetime] = set()
        for slot in sorted(candidates):
            if slot.start not in taken:
                found.append(slot)
                count = (slot.end - slot.start) // MINUTE + buffer
                taken |= {slot.start + number * MINUTE for number in range(-500, count)}
    return found


def absent_minutes(
    zone: str, shown: dict[datetime, datetime], absences: list[Away]
) -> Iterable[datetime]:
    for absence in absences:
        spans = [(absence.start, absence.end)]
        if absence.is_weekly:
            walls = [
                at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
                for at in (absence.start, absence.end)
            ]
            for week in range(1, 4):
                begins, ends = (wall + week * 7 * DAY for wall in walls)
                if begins >= min(shown) and ends < max(shown) - DAY:
                    spans.append((reached(shown, begins), reached(shown, ends)))
        for start, end in spans:
            yield from (start + count * MINUTE for count in range((end - start) // MINUTE))


TIMES = st.integers(0, 287).map(lambda step: time(step // 12, step % 12 * 5))


def rules_near(monday: date) -> st.SearchStrategy[Rule]:
    days = st.none() | st.integers(-1, 8).map(lambda number: monday + number * DAY)
    hours = st.tuples(TIMES, TIMES).map(sorted).filter(lambda pair: pair[0] < pair[1])
    return st.builds(
        lambda weekday, pair, minutes, mode, capacity, since, until: Rule(
            weekday, pair[0], pair[1], minutes, mode, capacity, "", since, until
        ),
        # Changes of the clock are on weekends.
        st.sampled_from([0, 3, 4, 5, 6, 6]),
        hours,
        st.sampled_from([5, 20, 30, 45, 60, 90, 240]),
        st.sampled_from(["presentiel", "distanciel", "both"]),
        st.integers(1, 3),
        days,
        days,
    )


def absences_near(monday: date) -> st.SearchStrategy[Away]:
    origin = datetime.combine(monday, time.min, UTC)
    return st.builds(
        lambda start, minutes, weekly: Away(
            origin + start * timedelta(minutes=5), origin + (start + minutes) * 5 * MINUTE, weekly
        ),
        st.integers(-7 * 288, 7 * 288),
        st.integers(1, 400),
        st.booleans(),
    )


Calendar = tuple[str, date, list[Rule], list[Away], int]


def calendars() -> st.SearchStrategy[Calendar]:
    return st.sampled_from(WEEKS).flatmap(
        lambda week: st.tuples(
            st.just(week[0]),
            st.just(week[1]),
            st.lists(rules_near(week[1]), max_size=5),
            st.lists(absences_near(week[1]), max_size=4),
            st.sampled_from([0, 0, 5, 15]),
        )
    )


def generated(
    zone: str, monday: date, rules: list[Rule], absences: list[Away], buffer: int
) -> list[Planned]:
    clock = ZoneInfo(zone)
    start = first_at(datetime.combine(monday, time.min), clock)
    until = first_at(datetime.combine(monday + 7 * DAY, time.min), clock)
    away = away_periods(absences, zone=clock, start=start, until=until)
    return planned_slots(
        rules=rules, away=away, zone=clock, start=start, until=until, buffer_minutes=buffer
    )


ALL_DAY = Rule(6, time(0, 0), time(23, 55), 60)


@settings(max_examples=150, deadline=None)
@given(calendars())
@example(("Europe/Paris", date(2026, 3, 23), [ALL_DAY], [], 0))
@example(("Europe/Paris", date(2026, 10, 19), [ALL_DAY], [], 5))
@example(("Australia/Lord_Howe", date(2026, 9, 28), [ALL_DAY], [], 0))
def test_slots_are_those_of_an_oracle_that_counts_minutes(
    calendar: Calendar,
) -> None:
    assert generated(*calendar) == oracle(*calendar)


@settings(max_examples=60, deadline=None)
@given(calendars(), st.integers(0, 7 * 24 * 12))
def test_what_is_asked_for_does_not_change_the_answer(calendar: Calendar, step: int) -> None:
    zone, monday, rules, absences, buffer = calendar
    clock = ZoneInfo(zone)
    week = generated(*calendar)
    cut = first_at(datetime.combine(monday, time.min), clock) + step * 5 * MINUTE
    until = first_at(datetime.combine(monday + 7 * DAY, time.min), clock)
    # Absences of the whole day count: what they removed this morning left room for others.
    today = first_at(datetime.combine(cut.astimezone(clock).date(), time.min), clock)
    away = away_periods(absences, zone=clock, start=today, until=until)
    rest = planned_slots(
        rules=rules, away=away, zone=clock, start=cut, until=until, buffer_minutes=buffer
    )
    assert rest == [slot for slot in week if slot.start >= cut]
    assert all(one.end <= other.start for one, other in pairwise(week))


def local(slots: list[Planned], zone: ZoneInfo = PARIS) -> list[str]:
    return [f"{slot.start.astimezone(zone):%d %H:%M%z}" for slot in slots]


def on_sunday(start: str, end: str, minutes: int = 30) -> list[Rule]:
    return [Rule(6, time.fromisoformat(start), time.fromisoformat(end), minutes)]


def test_nine_stays_nine_on_both_sides_of_a_change() -> None:
    rules = [Rule(day, time(9), time(9, 30)) for day in (4, 0)]
    slots = planned_slots(
        rules=rules,
        away=Periods([]),
        zone=PARIS,
        start=datetime(2026, 3, 27, tzinfo=UTC),
        until=datetime(2026, 3, 31, tzinfo=UTC),
    )
    assert local(slots) == ["27 09:00+0100", "30 09:00+0200"]


def test_a_slot_that_touches_the_skipped_hour_does_not_exist() -> None:
    week = ("Europe/Paris", date(2026, 3, 23))
    assert local(generated(*week, on_sunday("01:00", "04:00", 30), [], 0)) == [
        "29 01:00+0100",
        "29 01:30+0100",
        "29 03:00+0200",
        "29 03:30+0200",
    ]
    assert generated(*week, on_sunday("01:30", "03:30", 120), [], 0) == []
    assert generated(*week, on_sunday("01:45", "02:15", 30), [], 0) == []


def test_a_slot_in_the_repeated_hour_exists_once_and_lasts_as_long_as_ever() -> None:
    week = ("Europe/Paris", date(2026, 10, 19))
    slots = generated(*week, on_sunday("02:00", "03:30", 30), [], 0)
    assert local(slots) == ["25 02:00+0200", "25 02:30+0200", "25 03:00+0100"]
    assert {slot.end - slot.start for slot in slots} == {timedelta(minutes=30)}


def test_of_overlapping_rules_the_earlier_start_stays() -> None:
    week = ("Europe/Paris", date(2026, 6, 1))
    rules = [*on_sunday("09:00", "11:00", 60), *on_sunday("08:30", "10:00", 45)]
    assert local(generated(*week, rules, [], 0)) == generated_names(["08:30", "09:15", "10:00"])
    assert generated(*week, rules, [], 0) == generated(*week, rules[::-1], [], 0)


def generated_names(times: list[str]) -> list[str]:
    return [f"07 {one}+0200" for one in times]


def test_the_pause_is_kept_between_appointments_and_what_fits_only_partly_is_not_made() -> None:
    week = ("Europe/Paris", date(2026, 6, 1))
    slots = generated(*week, on_sunday("09:00", "10:20", 30), [], 10)
    assert local(slots) == generated_names(["09:00", "09:40"])


def test_a_weekly_absence_repeats_by_the_clock() -> None:
    # First on a winter Sunday, 09:00 to 10:00 in Paris; then across the change of March.
    absence = Away(
        datetime(2026, 3, 22, 8, tzinfo=UTC), datetime(2026, 3, 22, 9, tzinfo=UTC), is_weekly=True
    )
    week = ("Europe/Paris", date(2026, 3, 23))
    slots = generated(*week, on_sunday("08:00", "11:00", 60), [absence], 0)
    assert local(slots) == ["29 08:00+0200", "29 10:00+0200"]
    once = Away(absence.start, absence.end)
    assert len(generated(*week, on_sunday("08:00", "11:00", 60), [once], 0)) == 3
    # It has not begun before its first time.
    before = ("Europe/Paris", date(2026, 3, 9))
    assert len(generated(*before, on_sunday("08:00", "11:00", 60), [absence], 0)) == 3


@pytest.mark.parametrize("weeks", [1, 2, 3, 20, 60])
@pytest.mark.parametrize("days", [0, 1, 6])
def test_a_weekly_absence_that_began_long_ago_is_still_one(weeks: int, days: int) -> None:
    # From 09:00 in Paris on a Sunday of long ago, for an hour or for days.
    begun = (datetime(2026, 6, 7, 9) - weeks * 7 * DAY).replace(tzinfo=PARIS)  # noqa: DTZ001  a wall-clock time
    absence = Away(begun, begun + days * DAY + timedelta(hours=1), is_weekly=True)
    week = ("Europe/Paris", date(2026, 6, 1))
    slots = generated(*week, on_sunday("08:00", "11:00", 60), [absence], 0)
    assert local(slots) == generated_names(["08:00"] if days else ["08:00", "10:00"])


def test_a_weekly_absence_is_found_from_its_middle_across_a_change() -> None:
    # By the clock it lasts until 09:30; by UTC, as in summer, it would be over.
    absence = Away(
        datetime(2026, 10, 18, 7, tzinfo=UTC),
        datetime(2026, 10, 18, 7, 30, tzinfo=UTC),
        is_weekly=True,
    )
    start = datetime(2026, 11, 1, 8, 10, tzinfo=UTC)
    away = away_periods([absence], zone=PARIS, start=start, until=start + DAY)
    assert away.meet(start, start + 20 * MINUTE)
    assert not away.meet(start + 20 * MINUTE, start + DAY)


def test_a_weekly_absence_inside_the_skipped_hour_takes_nothing_away() -> None:
    absence = Away(
        datetime(2026, 3, 22, 1, tzinfo=UTC), datetime(2026, 3, 22, 2, tzinfo=UTC), is_weekly=True
    )
    week = ("Europe/Paris", date(2026, 3, 23))
    assert local(generated(*week, on_sunday("03:00", "04:00", 60), [absence], 0)) == [
        "29 03:00+0200"
    ]


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        ("2026-03-29T01:59", "2026-03-29T00:59+00:00"),
        ("2026-03-29T02:00", "2026-03-29T01:00+00:00"),
        ("2026-03-29T02:59", "2026-03-29T01:00+00:00"),
        ("2026-03-29T03:00", "2026-03-29T01:00+00:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30+00:00"),
        ("2026-10-25T03:00", "2026-10-25T02:00+00:00"),
    ],
)
def test_when_the_clock_first_shows_a_time(wall: str, instant: str) -> None:
    assert first_at(datetime.fromisoformat(wall), PARIS) == datetime.fromisoformat(instant)


def test_periods_are_half_open_and_merged() -> None:
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    hour = timedelta(hours=1)
    periods = Periods(
        [(noon + hour, noon + 2 * hour), (noon, noon + hour), (noon, noon + hour / 2)]
    )
    assert periods.cover(noon, noon + 2 * hour)
    assert not periods.cover(noon - MINUTE, noon + hour)
    assert not periods.cover(noon + hour, noon + 3 * hour)
    assert periods.meet(noon - hour, noon + MINUTE)
    assert not periods.meet(noon - hour, noon)
    assert not periods.meet(noon + 2 * hour, noon + 3 * hour)


def test_working_time_is_that_of_the_rules_in_force() -> None:
    friday = datetime(2026, 6, 5, 9, tzinfo=PARIS)
    rules = [
        Rule(4, time(9), time(12), valid_until=date(2026, 6, 5)),
        Rule(4, time(12), time(13)),
    ]
    periods = working_periods(rules=rules, zone=PARIS, start=friday, until=friday + 7 * DAY)
    assert periods.cover(friday, friday + timedelta(hours=4))
    assert not periods.cover(friday + 7 * DAY, friday + 7 * DAY + timedelta(hours=4))
