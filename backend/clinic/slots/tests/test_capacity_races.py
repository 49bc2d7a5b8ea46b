"""Rivals for places, on PostgreSQL with a thread each."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from clinic.patients.models import Patient
from clinic.slots.models import Hold, Slot
from clinic.slots.policies import SlotTaken
from clinic.slots.services import capacity
from clinic.slots.tests.factories import many_patients, slot_at
from clinic.slots.tests.racing import race
from clinic.users.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_only]


def taker(slot: Slot, patient: Patient, now: datetime) -> Callable[[], str]:
    def run() -> str:
        try:
            with transaction.atomic():
                Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
                capacity.take_place(slot_id=slot.pk, patient_id=patient.pk, now=now)
        except SlotTaken:
            return "taken"
        return "won"

    return run


@pytest.mark.parametrize("capacity", [1, 5])
def test_of_64_rivals_as_many_win_as_there_are_places(
    dr_cho: User, now: datetime, capacity: int
) -> None:
    slot = slot_at(dr_cho.doctor, now + timedelta(days=1), capacity=capacity)
    outcomes = race([taker(slot, patient, now) for patient in many_patients(64)])
    assert Counter(outcomes) == {"won": capacity, "taken": 64 - capacity}
    slot.refresh_from_db()
    assert slot.booked == capacity


def test_a_hold_is_used_or_swept_but_its_place_never_counts_twice(
    dr_cho: User, now: datetime
) -> None:
    owner, *rivals = many_patients(12)
    after = now + timedelta(minutes=6)
    for round_ in range(15):
        slot = slot_at(dr_cho.doctor, now + timedelta(days=1, hours=round_))
        capacity.hold_slot(slot_id=slot.pk, patient=owner, now=now, minutes=5)
        outcomes = race(
            [
                taker(slot, owner, after),
                *[lambda: capacity.release_expired_holds(now=after)] * 3,
                *[taker(slot, rival, after) for rival in rivals[:4]],
            ]
        )
        assert [one for one in outcomes if isinstance(one, Exception)] == []
        winners = outcomes.count("won")
        slot.refresh_from_db()
        assert (slot.booked, winners <= 1) == (winners, True)
        assert Hold.objects.count() == 0


def test_patients_who_swap_holds_never_deadlock(dr_cho: User, now: datetime) -> None:
    one, other = (slot_at(dr_cho.doctor, now + timedelta(days=day), capacity=40) for day in (1, 2))
    patients = many_patients(16)

    def hold(slot: Slot, patient: Patient) -> Callable[[], Hold]:
        return lambda: capacity.hold_slot(slot_id=slot.pk, patient=patient, now=now, minutes=5)

    for turn in range(4):
        outcomes = race(
            [
                hold(one if (number + turn) % 2 else other, patient)
                for number, patient in enumerate(patients)
            ]
        )
        assert [result for result in outcomes if isinstance(result, Exception)] == []
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.booked, other.booked) == (8, 8)
    assert Hold.objects.filter(slot=one).count() == 8
