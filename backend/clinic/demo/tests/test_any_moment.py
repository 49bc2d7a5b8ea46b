"""The demo works whenever it is loaded: at night, on weekends, at month ends, as clocks change."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from clinic.appointments.lifecycle import ACTIVE, Status
from clinic.appointments.models import Appointment
from clinic.demo import appointments as planning
from clinic.demo import build as building
from clinic.demo.build import Sizes, build
from clinic.slots.models import Slot

pytestmark = pytest.mark.django_db

INSTANTS = 200
# The clock goes back in this month; it goes forward on one of the edges.
MONTH = datetime(2026, 10, 3, tzinfo=UTC)


def instants() -> list[datetime]:
    """Return moments spread over the month, and the edges of days and changes of the clock."""
    chance = random.Random(7)
    minutes = chance.sample(range(31 * 24 * 60), INSTANTS)
    edges = [
        datetime(2026, 10, 24, 22, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC),
        datetime(2026, 10, 25, 1, tzinfo=UTC),
        datetime(2026, 10, 31, 22, 59, 59, tzinfo=UTC),
        datetime(2027, 2, 28, 23, tzinfo=UTC),
        datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC),
        datetime(2027, 3, 28, 1, tzinfo=UTC),
        datetime(2027, 3, 31, 21, 59, 59, tzinfo=UTC),
    ]
    return sorted([*(MONTH + timedelta(minutes=minute) for minute in minutes), *edges])


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[type, list[Any]]:
    """What would be inserted; two hundred clinics need no database."""
    rows: dict[type, list[Any]] = {}

    def in_memory(model: type, made: Iterable[Any]) -> list[Any]:
        found = list(made)
        # The same ids each time: the slots of a day are of the same doctors.
        for pk, row in enumerate(found, start=1):
            row.pk = pk
        rows[model] = found
        return found

    monkeypatch.setattr(building, "_calendars", once_a_day(building._calendars))
    for module in (building, planning):
        monkeypatch.setattr(module, "in_batches", in_memory)
    monkeypatch.setattr(building, "_admin", lambda *_: None)
    monkeypatch.setattr(building, "_waiting_doctor", lambda *_: None)
    return rows


def once_a_day(calendars: Callable[..., list[Slot]]) -> Callable[..., list[Slot]]:
    """Return ``calendars`` that makes the slots of a day once: making them takes the longest."""
    of_day: dict[str, list[Slot]] = {}

    def found(doctors: list[Any], personas: list[Any], *, now: datetime, **more: Any) -> list[Slot]:
        day = now.astimezone(ZoneInfo(settings.CLINIC_TIME_ZONE)).date().isoformat()
        if day not in of_day:
            of_day.clear()
            of_day[day] = calendars(doctors, personas, now=now, **more)
        for slot in of_day[day]:
            slot.booked = 0
        return of_day[day]

    return found


def test_whenever_it_is_loaded(kept: dict[type, list[Any]]) -> None:
    for now in instants():
        build(Sizes(), now=now)

        assert faults_of(kept, now) == [], now


def faults_of(rows: dict[type, list[Any]], now: datetime) -> list[str]:
    appointments: list[Appointment] = rows[Appointment]
    ahead = [
        row for row in appointments if row.status in ACTIVE and row.start_at and row.start_at > now
    ]
    # By the person: ids begin anew with each insert here.
    most = max(Counter(id(row.patient) for row in ahead).values())
    free = {slot.doctor_id for slot in rows[Slot] if slot.start_at > now and not slot.booked}
    found = {row.status for row in appointments}
    checks = {
        f"{len(appointments)} appointments": len(appointments) == Sizes.appointments,
        f"{most} ahead of one patient": most <= settings.MOST_UPCOMING_VISITS // 2,
        f"{len(ahead)} ahead": len(ahead) >= 100,
        f"{len(free)} doctors with free slots": len(free) == Sizes.doctors,
        f"{found} happen": found == set(Status),
    }
    return [what for what, holds in checks.items() if not holds]
