"""A hold that was for the parent and is now for the child: nobody comes between."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest

from clinic.outbox import services as outbox
from clinic.patients.models import GuardianKind, Patient
from clinic.patients.services.dependants import Person, add_dependant
from clinic.slots.models import Hold, Slot
from clinic.slots.policies import SlotTaken
from clinic.slots.services.capacity import hold_slot
from clinic.slots.services.holding import hold_for_patient
from clinic.slots.tests.factories import slot_at
from clinic.slots.tests.racing import race
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_relay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox.bell, "_answer", None)


@pytest.fixture
def slot(dr_cho: User, now: datetime) -> Slot:
    """One place."""
    return slot_at(dr_cho.doctor, now + timedelta(days=2), capacity=1)


@pytest.fixture
def zoe(ada: User, now: datetime) -> Patient:
    """Ada's child."""
    person, kind = Person("Zoé", "Martin", date(2019, 4, 3)), GuardianKind.PARENT
    return add_dependant(by=ada, person=person, kind=kind, now=now, today=now.date()).patient


def test_the_one_place_moves_whoever_else_wants_it(
    ada: User, ben: User, slot: Slot, zoe: Patient, now: datetime
) -> None:
    hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)
    wanting = partial(hold_for_patient, slot_id=slot.pk, now=now, minutes=5)

    results = race(
        [
            partial(wanting, patient=zoe, instead_of=[ada.patient]),
            *[partial(wanting, patient=ben.patient) for _ in range(3)],
        ]
    )

    assert isinstance(results[0], Hold)
    assert [type(one) for one in results[1:]] == [SlotTaken] * 3
    slot.refresh_from_db()
    assert (slot.booked, Hold.objects.get().patient) == (1, zoe)


def test_to_and_fro_at_once_nobody_waits_for_ever(
    ada: User, slot: Slot, zoe: Patient, now: datetime
) -> None:
    hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)
    wanting = partial(hold_for_patient, slot_id=slot.pk, now=now, minutes=5)
    pair = [
        partial(wanting, patient=zoe, instead_of=[ada.patient]),
        partial(wanting, patient=ada.patient, instead_of=[zoe]),
    ]

    for _ in range(5):
        assert [type(one) for one in race(pair)] == [Hold, Hold]
    slot.refresh_from_db()
    assert (slot.booked, Hold.objects.count()) == (1, 1)
