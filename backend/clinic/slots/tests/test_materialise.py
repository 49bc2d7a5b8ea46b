"""Materialising: the difference is written, and nothing booked is ever lost."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clinic.appointments.selectors.conflicts import conflicts_of
from clinic.doctors.models import Doctor
from clinic.outbox.models import Event
from clinic.slots.models import Absence, Availability, Origin, Slot
from clinic.slots.services import capacity
from clinic.slots.services.materialise import Materialised, materialise
from clinic.slots.tests.factories import appointment_in, rule_on, slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
# 09:00 in Paris on the Monday after `now`.
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
HALF = timedelta(minutes=30)


@pytest.fixture
def doctor(dr_cho: User) -> Doctor:
    """Two weeks of horizon: two Mondays, of which the first is today, past noon."""
    Doctor.objects.update(horizon_days=8)
    found: Doctor = Doctor.objects.get(pk=dr_cho.doctor.pk)
    return found


@pytest.fixture
def rule(doctor: Doctor, now: datetime) -> Availability:
    """Mondays from nine to half past ten: three slots ahead."""
    made = rule_on(doctor, 0, "09:00", "10:30")
    materialise(doctor_id=doctor.pk, now=now)
    return made


def starts(**filters: Any) -> list[datetime]:
    return list(
        Slot.objects.filter(**filters).order_by("start_at").values_list("start_at", flat=True)
    )


def run(now: datetime) -> Materialised:
    """Run, and run again to see that nothing is left to do."""
    doctor = Doctor.objects.get(last_name="Cho")
    changed = materialise(doctor_id=doctor.pk, now=now)
    before = list(Slot.objects.order_by("pk").values()), Event.objects.count()
    assert not materialise(doctor_id=doctor.pk, now=now)
    assert (list(Slot.objects.order_by("pk").values()), Event.objects.count()) == before
    return changed


def test_rules_become_slots_over_the_horizon(rule: Availability, now: datetime) -> None:
    assert starts() == [MONDAY, MONDAY + HALF, MONDAY + 2 * HALF]
    assert Event.objects.get().payload == {"doctor_id": rule.doctor_id}
    assert not run(now)
    # A week on, the next Monday comes into sight; what has passed stays as it was.
    assert run(now + timedelta(days=7)).inserted == 3
    assert len(starts()) == 6


def test_today_only_what_has_not_begun_is_made(doctor: Doctor, now: datetime) -> None:
    rule_on(doctor, 0, "12:00", "14:00")
    run(now)
    # It is 13:00 in Paris.
    assert starts()[:2] == [now, now + HALF]


def test_free_slots_follow_a_changed_rule(rule: Availability, now: datetime) -> None:
    kept = Slot.objects.get(start_at=MONDAY).pk
    Availability.objects.update(end_time="09:30", capacity=3, mode="both", location="B1")
    changed = run(now)
    assert (changed.inserted, len(changed.deleted), changed.changed) == (0, 2, [kept])
    slot = Slot.objects.get()
    assert (slot.pk, slot.capacity, slot.mode, slot.location) == (kept, 3, "both", "B1")


def test_without_rules_no_free_slot_stays(rule: Availability, now: datetime) -> None:
    Availability.objects.update(is_active=False)
    assert len(run(now).deleted) == 3
    assert starts() == []


def test_a_shorter_horizon_takes_free_slots_away(rule: Availability, now: datetime) -> None:
    Doctor.objects.update(horizon_days=2)
    run(now)
    assert starts() == []


def test_a_booked_slot_without_its_rule_is_closed_and_reported(
    rule: Availability, ada: User, now: datetime
) -> None:
    slot = Slot.objects.get(start_at=MONDAY)
    appointment = appointment_in(slot, ada.patient)
    Availability.objects.all().delete()
    run(now)
    slot.refresh_from_db()
    assert (slot.is_open, slot.booked) == (False, 1)
    assert conflicts_of(rule.doctor_id, now=now) == [
        {
            "slot": {"id": slot.pk, "start_time": MONDAY, "end_time": MONDAY + HALF},
            "appointments": [
                {
                    "id": appointment,
                    "status": "confirmed",
                    "patient": {"id": ada.patient.pk, "name": "Ada Martin"},
                    "start_time": MONDAY,
                    "end_time": MONDAY + HALF,
                }
            ],
        }
    ]
    # What has begun is no longer to be settled.
    assert conflicts_of(rule.doctor_id, now=MONDAY + HALF) == []
    rule_on(Doctor.objects.get(), 0, "08:00", "12:00")
    run(now)
    slot.refresh_from_db()
    assert slot.is_open
    assert conflicts_of(rule.doctor_id, now=now) == []


def test_a_closed_slot_goes_when_its_last_appointment_goes(
    rule: Availability, ada: User, now: datetime
) -> None:
    slot = Slot.objects.get(start_at=MONDAY)
    appointment_in(slot, ada.patient, status="cancelled")
    Availability.objects.all().delete()
    run(now)
    Slot.objects.update(booked=0)
    run(now)
    assert not Slot.objects.exists()
    # The history keeps its own times.
    appointment = ada.patient.appointments.get()
    assert (appointment.slot, appointment.start_at) == (None, MONDAY)


def test_a_booked_slot_off_the_grid_stays_open_inside_working_hours(
    rule: Availability, ada: User, now: datetime
) -> None:
    appointment_in(Slot.objects.get(start_at=MONDAY + HALF), ada.patient)
    Availability.objects.update(duration_minutes=20)
    run(now)
    assert starts(is_open=True) == [
        MONDAY,
        MONDAY + HALF,
        MONDAY + timedelta(minutes=60),
    ]
    assert conflicts_of(rule.doctor_id, now=now) == []


def test_places_follow_the_rule_but_never_below_the_booked(
    doctor: Doctor, ada: User, ben: User, now: datetime
) -> None:
    rule_on(doctor, 0, "09:00", "09:30", capacity=4)
    run(now)
    slot = Slot.objects.get()
    for user in (ada, ben):
        appointment_in(slot, user.patient)
    for wanted, kept in ((1, 2), (6, 6)):
        Availability.objects.update(capacity=wanted, mode="distanciel")
        run(now)
        slot.refresh_from_db()
        assert (slot.capacity, slot.mode, slot.is_open) == (kept, "presentiel", True)


def test_an_absence_removes_free_slots_and_closes_booked_ones_until_it_goes(
    rule: Availability, ada: User, now: datetime
) -> None:
    booked = Slot.objects.get(start_at=MONDAY)
    appointment_in(booked, ada.patient)
    absence = Absence.objects.create(
        doctor_id=rule.doctor_id, start_at=MONDAY + HALF / 2, end_at=MONDAY + HALF * 1.5
    )
    run(now)
    assert starts() == [MONDAY, MONDAY + 2 * HALF]
    assert starts(is_open=False) == [MONDAY]
    absence.delete()
    run(now)
    assert starts(is_open=True) == [MONDAY, MONDAY + HALF, MONDAY + 2 * HALF]


@pytest.mark.parametrize("taken", [True, False])
def test_a_slot_by_hand_sleeps_through_an_absence(
    doctor: Doctor, ada: User, now: datetime, *, taken: bool
) -> None:
    slot = slot_at(doctor, MONDAY, origin=Origin.MANUAL)
    if taken:
        appointment_in(slot, ada.patient)
    assert not run(now)
    absence = Absence.objects.create(doctor=doctor, start_at=MONDAY, end_at=MONDAY + HALF)
    assert run(now).changed == [slot.pk]
    assert len(conflicts_of(doctor.pk, now=now)) == taken
    absence.delete()
    assert run(now).changed == [slot.pk]
    assert starts(is_open=True) == [MONDAY]


def test_a_slot_for_one_request_goes_when_it_is_given_back(
    doctor: Doctor, ada: User, now: datetime
) -> None:
    slot = slot_at(doctor, MONDAY + HALF / 2, origin=Origin.ADHOC, booked=1)
    rule_on(doctor, 0, "09:00", "10:30")
    run(now)
    # It stands in the way of two slots of the rule, as long as somebody has it.
    assert starts() == [MONDAY + HALF / 2, MONDAY + 2 * HALF]
    capacity.release_place(slot_id=slot.pk)
    run(now)
    assert starts() == [MONDAY, MONDAY + HALF, MONDAY + 2 * HALF]


def test_what_has_begun_is_left_alone(rule: Availability, now: datetime) -> None:
    Availability.objects.all().delete()
    assert len(run(MONDAY + HALF / 2).deleted) == 2
    assert starts() == [MONDAY]


def test_a_slot_beside_an_absence_that_is_over_stays(doctor: Doctor, now: datetime) -> None:
    # Today at 12:30 in Paris an hour of one rule would begin, but for an absence; the other rule's
    # hour at 13:15 has room only because of that.
    rule_on(doctor, 0, "12:30", "13:30", duration_minutes=60)
    rule_on(doctor, 0, "13:15", "14:15", duration_minutes=60)
    early = now - timedelta(hours=2)
    Absence.objects.create(doctor=doctor, start_at=now - HALF, end_at=now - timedelta(minutes=10))
    run(early)
    kept = now + timedelta(minutes=15)
    assert starts()[0] == kept
    # The absence is over, the first rule's slot would have begun: nothing changes.
    assert not run(now)
    assert starts()[0] == kept


def test_held_slots_are_not_deleted(rule: Availability, ada: User, now: datetime) -> None:
    slot = Slot.objects.get(start_at=MONDAY)
    capacity.hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)
    Availability.objects.all().delete()
    run(now)
    assert starts(is_open=False) == [MONDAY]
    # Nobody's appointment: nothing to settle.
    assert conflicts_of(rule.doctor_id, now=now) == []
    capacity.release_expired_holds(now=now + HALF)
    run(now)
    assert starts() == []


def test_validity_is_inclusive(doctor: Doctor, now: datetime) -> None:
    rule_on(
        doctor, 0, "09:00", "09:30", valid_from=date(2026, 11, 30), valid_until=date(2026, 11, 30)
    )
    run(now)
    assert starts() == [MONDAY]


@pytest.mark.parametrize("weeks", [1, 12])
def test_a_run_takes_the_same_queries_for_any_horizon(
    doctor: Doctor, now: datetime, weeks: int, django_assert_max_num_queries: Any
) -> None:
    Doctor.objects.update(horizon_days=weeks * 7)
    for day in range(5):
        rule_on(doctor, day, "09:00", "17:00")
    with django_assert_max_num_queries(40 if is_sqlite() else 8):
        materialise(doctor_id=doctor.pk, now=now)
    # An idle run reads and writes nothing.
    with django_assert_max_num_queries(6):
        assert not materialise(doctor_id=doctor.pk, now=now)
    Availability.objects.update(start_time="12:00")
    with django_assert_max_num_queries(12):
        assert materialise(doctor_id=doctor.pk, now=now).deleted


def is_sqlite() -> bool:
    """SQLite takes a limited number of values at a time."""
    from django.db import connection  # noqa: PLC0415  # only asked here

    return connection.vendor == "sqlite"
