"""Working hours as text (R3 §2)."""

import contextlib
from datetime import time

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from clinic.slots.schedule_text import Hours, InvalidSchedule, parse, write

WEEK = range(7)


def hours(days: range | list[int], start: str, end: str) -> list[Hours]:
    return [Hours(day, time.fromisoformat(start), time.fromisoformat(end)) for day in days]


LIST_OF_DAYS = hours([0, 2], "09:00", "12:00") + hours([3], "14:00", "18:00")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lun-Ven 9h-17h", hours(range(5), "09:00", "17:00")),
        ("Mar-Sam 10h-18h", hours(range(1, 6), "10:00", "18:00")),
        ("Lun-Ven 8h-16h", hours(range(5), "08:00", "16:00")),
        ("lundi 9h30-12h", hours([0], "09:30", "12:00")),
        ("LUNDI - VENDREDI : 9h-17h".replace(" :", ""), hours(range(5), "09:00", "17:00")),
        ("Lun, Mer 9h-12h; Jeu 14h-18h", LIST_OF_DAYS),
        ("Lun; Mer 9h-12h, Jeu 14h-18h", LIST_OF_DAYS),
        ("Mon-Fri 09:00-17:30", hours(range(5), "09:00", "17:30")),
        ("tues and thurs 9-12", hours([1, 3], "09:00", "12:00")),
        ("du lundi au mercredi de 9h à 12h", hours(range(3), "09:00", "12:00")),
        ("from Monday to Wednesday 9h to 12h", hours(range(3), "09:00", "12:00")),
        ("Sam–Lun 9h–12h", hours([0, 5, 6], "09:00", "12:00")),
        ("Lun. 9h-12h\nLun. 9h-12h", hours([0], "09:00", "12:00")),
        ("Dim 9 h 05 - 23h59", hours([6], "09:05", "23:59")),
    ],
)  # fmt: skip
def test_it_reads_what_people_write(text: str, expected: list[Hours]) -> None:
    assert parse(text) == expected


def test_times_belong_to_the_days_before_them() -> None:
    assert parse("Lun-Mar 9h-12h, 14h-18h; Mer 9h-12h") == sorted(
        hours([0, 1], "09:00", "12:00")
        + hours([0, 1], "14:00", "18:00")
        + hours([2], "09:00", "12:00")
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Say on which days and from when until when you work."),
        (" ; , ", "Say on which days and from when until when you work."),
        ("9h-17h", "Days are missing before the first times."),
        ("Lun-Ven", "Times are missing after the last day."),
        ("Lun 9h-12h; Mar", "Times are missing after the last day."),
        ("Lun 17h-9h", "Each period must end after it begins, on the same day."),
        ("Lun 9h-9h", "Each period must end after it begins, on the same day."),
        ("Lun 9h-24h", "Not understood: “24h”."),
        ("Lun 9h-12h75", "Not understood: “12h75”."),
        ("Lun-Foo 9h-12h", "Not understood: “foo”."),
        ("Lun 9h", "Not understood: “9h”."),
        ("Lun 9h-17h30m", "Not understood: “9h-17h30m”."),
        ("Lun @ 9h", "Not understood: “@ 9h”."),
        ("Lun 9h-17h " * 60, "This text is too long."),
    ],
)
def test_it_says_what_is_wrong_and_gives_an_example(text: str, reason: str) -> None:
    with translation.override("en"), pytest.raises(InvalidSchedule) as refusal:
        parse(text)
    with translation.override("en"):
        assert [str(line) for line in refusal.value.details["schedule"]] == [  # type: ignore[index]  # known to be there
            reason,
            "Example: “Lun-Ven 9h-12h, 14h-18h; Sam 9h30-12h”.",
        ]


@pytest.mark.parametrize(
    "text",
    [
        "Lun-Ven 9h-17h",
        "Lun-Ven 9h-12h, 14h-18h; Sam 9h30-12h",
        "Lun, Mer 9h-12h; Jeu 14h-18h",
        "Lun-Mar, Jeu-Dim 0h05-23h59",
    ],
)
def test_it_writes_the_form_of_the_documents(text: str) -> None:
    assert write(parse(text)) == text


TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
PERIODS = st.tuples(TIMES, TIMES).map(sorted).filter(lambda pair: pair[0] < pair[1])
HOURS = st.builds(
    lambda day, period: Hours(day, *period), st.integers(min_value=0, max_value=6), PERIODS
)


@given(st.sets(HOURS, min_size=1, max_size=12))
def test_what_is_written_reads_back_the_same(some: set[Hours]) -> None:
    assert parse(write(some)) == sorted(some)


@given(st.text(max_size=40) | st.from_regex(r"[lmjvsd ,;h0-9:-]{0,30}", fullmatch=True))
def test_any_other_text_is_refused_politely(text: str) -> None:
    with contextlib.suppress(InvalidSchedule):
        assert parse(text)
