"""Writers of one calendar at the same time, on PostgreSQL with a thread each."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.db import connection, transaction

from clinic.doctors.models import Doctor
from clinic.patients.models import Patient
from clinic.slots.models import Availability, Slot
from clinic.slots.policies import Overlap, SlotTaken
from clinic.slots.services import capacity, manual, rules
from clinic.slots.services.materialise import materialise
from clinic.slots.tests.factories import many_patients, rule_on
from clinic.slots.tests.racing import race
from clinic.users.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_only]


def faults(outcomes: list[object]) -> list[object]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def overlaps() -> int:
    """Return how many pairs of slots of one doctor share time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM slots_slot a JOIN slots_slot b ON a.doctor_id = b.doctor_id"
            " AND a.id < b.id AND a.start_at < b.end_at AND b.start_at < a.end_at"
        )
        return int(cursor.fetchone()[0])


def test_overlapping_slots_by_hand_are_won_by_one_each(
    dr_cho: User, dr_diaz: User, now: datetime
) -> None:
    start = now + timedelta(days=1)

    def add(doctor: Doctor, minutes: int) -> Callable[[], str]:
        def run() -> str:
            begins = start + timedelta(minutes=minutes)
            try:
                manual.create_slot(
                    doctor_id=doctor.pk,
                    start_at=begins,
                    end_at=begins + timedelta(minutes=30),
                    now=now,
                )
            except Overlap:
                return doctor.last_name + " refused"
            return doctor.last_name

        return run

    runners = [add(user.doctor, minutes) for user in (dr_cho, dr_diaz) for minutes in range(16)]
    outcomes = Counter(race(runners))
    assert outcomes == {"Cho": 1, "Diaz": 1, "Cho refused": 15, "Diaz refused": 15}
    assert overlaps() == 0


def test_the_database_itself_refuses_an_overlap(dr_cho: User, now: datetime) -> None:
    """Writers that forget the doctor's lock find the constraint."""

    def insert(minutes: int) -> Callable[[], object]:
        begins = now + timedelta(days=1, minutes=minutes)
        slot = Slot(doctor=dr_cho.doctor, start_at=begins, end_at=begins + timedelta(minutes=30))
        return lambda: Slot.objects.bulk_create([slot], ignore_conflicts=True)

    assert faults(race([insert(minutes) for minutes in range(24)])) == []
    assert Slot.objects.count() == 1


def test_regenerating_never_loses_a_booking_made_meanwhile(dr_cho: User, now: datetime) -> None:
    Doctor.objects.update(horizon_days=8, min_notice_minutes=0)
    rule_on(dr_cho.doctor, 0, "09:00", "13:00")
    patients = many_patients(8)
    for turn in range(6):
        materialise(doctor_id=dr_cho.doctor.pk, now=now)
        slots = list(Slot.objects.filter(is_open=True, booked=0).order_by("pk")[:8])
        # The rule moves while patients book what it made.
        Availability.objects.update(start_time=time(9, 5 if turn % 2 else 10))

        def book(slot: Slot, patient: Patient) -> Callable[[], int | None]:
            def run() -> int | None:
                try:
                    with transaction.atomic():
                        capacity.take_place(slot_id=slot.pk, patient_id=patient.pk, now=now)
                except SlotTaken:
                    return None
                return slot.pk

            return run

        runners: list[Callable[[], object]] = [
            book(slot, patient) for slot, patient in zip(slots, patients, strict=False)
        ]
        runners += [lambda: materialise(doctor_id=dr_cho.doctor.pk, now=now)] * 3
        outcomes = race(runners)
        assert faults(outcomes) == []
        won = [outcome for outcome in outcomes[: len(slots)] if outcome]
        assert Slot.objects.filter(pk__in=won, booked=1).count() == len(won)
        assert overlaps() == 0
        assert not materialise(doctor_id=dr_cho.doctor.pk, now=now)


def test_two_changes_of_one_calendar_never_deadlock(dr_cho: User, now: datetime) -> None:
    rule = rule_on(dr_cho.doctor, 0)

    def change(duration: int) -> Callable[[], object]:
        return lambda: rules.change_rule(
            rule=Availability.objects.get(pk=rule.pk),
            fields={"duration_minutes": duration},
            now=now,
        )

    def add(weekday: int) -> Callable[[], object]:
        fields = {"weekday": weekday, "start_time": time(9), "end_time": time(10)}
        return lambda: rules.create_rule(doctor_id=dr_cho.doctor.pk, fields=fields, now=now)

    runners = [change(20 + 5 * number) for number in range(6)] + [add(day) for day in range(1, 7)]
    assert faults(race(runners)) == []
    assert Availability.objects.count() == 7
    assert overlaps() == 0
    assert not materialise(doctor_id=dr_cho.doctor.pk, now=now)
