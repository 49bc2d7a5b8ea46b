"""Taking and giving back places, one caller at a time."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from clinic.doctors.models import Doctor
from clinic.outbox.models import Event
from clinic.slots.models import Hold, Origin, Slot
from clinic.slots.policies import Overlap, SlotTaken
from clinic.slots.services import capacity
from clinic.slots.services.request_slots import open_request_slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def slot(dr_cho: User, now: datetime) -> Slot:
    return slot_at(dr_cho.doctor, now + timedelta(days=1))


def take(slot: Slot, user: User, now: datetime) -> Slot:
    with transaction.atomic():
        return capacity.take_place(slot_id=slot.pk, patient_id=user.patient.pk, now=now)


def announced() -> list[dict[str, object]]:
    return list(Event.objects.filter(topic="slot.changed").values_list("payload", flat=True))


def test_a_place_is_taken_once(slot: Slot, ada: User, ben: User, now: datetime) -> None:
    taken = take(slot, ada, now)
    assert (taken.pk, taken.booked, taken.remaining) == (slot.pk, 1, 0)
    with pytest.raises(SlotTaken):
        take(slot, ben, now)
    slot.refresh_from_db()
    assert slot.booked == 1
    # The caller's own event names the slot.
    assert announced() == []


def test_a_closed_slot_has_no_place(slot: Slot, ada: User, now: datetime) -> None:
    Slot.objects.update(is_open=False)
    with pytest.raises(SlotTaken):
        take(slot, ada, now)


def test_a_slot_that_is_gone_is_taken(ada: User, now: datetime) -> None:
    with pytest.raises(SlotTaken), transaction.atomic():
        capacity.take_place(slot_id=404, patient_id=ada.patient.pk, now=now)


@pytest.mark.django_db(transaction=True)
def test_places_need_the_callers_transaction(slot: Slot, ada: User, now: datetime) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        capacity.take_place(slot_id=slot.pk, patient_id=ada.patient.pk, now=now)


def test_a_released_place_is_free_again_and_never_below_zero(
    slot: Slot, ada: User, now: datetime
) -> None:
    take(slot, ada, now)
    for _ in range(2):
        with transaction.atomic():
            capacity.release_place(slot_id=slot.pk)
    slot.refresh_from_db()
    assert (slot.booked, slot.is_open) == (0, True)


def test_a_closed_slot_stays_closed_when_its_last_place_is_freed(
    slot: Slot, ada: User, now: datetime
) -> None:
    take(slot, ada, now)
    Slot.objects.update(is_open=False)
    with transaction.atomic():
        capacity.release_place(slot_id=slot.pk)
    slot.refresh_from_db()
    assert (slot.booked, slot.is_open) == (0, False)


def test_a_hold_keeps_a_place_from_others_and_gives_it_to_its_owner(
    slot: Slot, ada: User, ben: User, now: datetime
) -> None:
    hold = capacity.hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)
    assert hold.expires_at == now + timedelta(minutes=5)
    assert announced() == [{"doctor_id": slot.doctor_id, "slot_ids": [slot.pk]}]
    with pytest.raises(SlotTaken):
        take(slot, ben, now)
    assert take(slot, ada, now).booked == 1
    assert not Hold.objects.exists()


def test_an_expired_hold_gives_way(slot: Slot, ada: User, ben: User, now: datetime) -> None:
    capacity.hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)
    taken = take(slot, ben, now + timedelta(minutes=5))
    assert taken.booked == 1
    assert not Hold.objects.exists()


def test_an_expired_hold_that_nobody_claimed_is_still_good(
    slot: Slot, ada: User, now: datetime
) -> None:
    capacity.hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)
    assert take(slot, ada, now + timedelta(hours=1)).booked == 1


def test_a_slot_closed_under_a_hold_is_not_booked(slot: Slot, ada: User, now: datetime) -> None:
    capacity.hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)
    Slot.objects.update(is_open=False)
    with transaction.atomic(), pytest.raises(SlotTaken):
        capacity.take_place(slot_id=slot.pk, patient_id=ada.patient.pk, now=now)
    # The caller caught it and committed: hold and place are gone together.
    slot.refresh_from_db()
    assert (slot.booked, Hold.objects.count()) == (0, 0)


def test_holding_again_does_not_prolong_the_hold(slot: Slot, ada: User, now: datetime) -> None:
    first = capacity.hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)
    for minutes in (1, 3, 4):
        later = now + timedelta(minutes=minutes)
        hold = capacity.hold_slot(slot_id=slot.pk, patient=ada.patient, now=later, minutes=5)
        assert (hold.pk, hold.expires_at) == (first.pk, now + timedelta(minutes=5))
    slot.refresh_from_db()
    assert slot.booked == 1


def test_an_expired_hold_is_taken_anew_if_nobody_else_did(
    slot: Slot, ada: User, ben: User, now: datetime
) -> None:
    capacity.hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)
    later = now + timedelta(minutes=5)
    hold = capacity.hold_slot(slot_id=slot.pk, patient=ada.patient, now=later, minutes=5)
    assert hold.expires_at == later + timedelta(minutes=5)
    slot.refresh_from_db()
    assert (slot.booked, Hold.objects.count()) == (1, 1)
    take(slot, ben, later + timedelta(minutes=5))
    with pytest.raises(SlotTaken):
        capacity.hold_slot(
            slot_id=slot.pk, patient=ada.patient, now=later + timedelta(minutes=6), minutes=5
        )


def test_a_hold_on_a_closed_slot_is_not_confirmed(slot: Slot, ada: User, now: datetime) -> None:
    capacity.hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)
    Slot.objects.update(is_open=False)
    with pytest.raises(SlotTaken):
        capacity.hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)


@pytest.mark.parametrize("first", [0, 1])
def test_holding_another_slot_lets_go_of_the_first(
    dr_cho: User, ada: User, now: datetime, first: int
) -> None:
    both = [slot_at(dr_cho.doctor, now + timedelta(days=day)) for day in (1, 2)]
    capacity.hold_slot(slot_id=both[first].pk, patient=ada.patient, now=now, minutes=5)
    capacity.hold_slot(slot_id=both[1 - first].pk, patient=ada.patient, now=now, minutes=5)
    for row in both:
        row.refresh_from_db()
    assert (both[first].booked, both[1 - first].booked) == (0, 1)
    assert Hold.objects.get().slot_id == both[1 - first].pk


def test_a_hold_that_cannot_be_had_leaves_the_older_one(
    dr_cho: User, ada: User, ben: User, now: datetime
) -> None:
    old, wanted = (slot_at(dr_cho.doctor, now + timedelta(days=day)) for day in (1, 2))
    capacity.hold_slot(slot_id=old.pk, patient=ada.patient, now=now, minutes=5)
    take(wanted, ben, now)
    with pytest.raises(SlotTaken):
        capacity.hold_slot(slot_id=wanted.pk, patient=ada.patient, now=now, minutes=5)
    old.refresh_from_db()
    assert (old.booked, Hold.objects.get().slot_id) == (1, old.pk)


def test_a_hold_is_released_once(slot: Slot, ada: User, now: datetime) -> None:
    capacity.hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)
    for _ in range(2):
        capacity.release_hold(slot_id=slot.pk, patient=ada.patient)
    slot.refresh_from_db()
    assert slot.booked == 0
    assert len(announced()) == 2


def test_the_sweeper_releases_expired_holds_only(
    dr_cho: User, ada: User, ben: User, now: datetime
) -> None:
    early, late = (slot_at(dr_cho.doctor, now + timedelta(days=day)) for day in (1, 2))
    capacity.hold_slot(slot_id=early.pk, patient=ada.patient, now=now, minutes=5)
    capacity.hold_slot(slot_id=late.pk, patient=ben.patient, now=now, minutes=10)
    moment = now + timedelta(minutes=5)
    assert capacity.release_expired_holds(now=moment) == 1
    assert capacity.release_expired_holds(now=moment) == 0
    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.booked, late.booked) == (0, 1)
    assert announced()[-1] == {"doctor_id": early.doctor_id, "slot_ids": [early.pk]}


def test_an_adhoc_slot_closes_when_it_is_given_back(dr_cho: User, ada: User, now: datetime) -> None:
    Doctor.objects.update(sees_by_video=True)
    with transaction.atomic():
        made = open_request_slot(
            doctor=dr_cho.doctor,
            start_at=now + timedelta(hours=2),
            end_at=now + timedelta(hours=3),
            mode="distanciel",
        )
        capacity.take_place(slot_id=made.pk, patient_id=ada.patient.pk, now=now)
    assert (made.origin, made.capacity, made.mode) == (Origin.ADHOC, 1, "distanciel")
    with transaction.atomic():
        capacity.release_place(slot_id=made.pk)
    made.refresh_from_db()
    assert (made.booked, made.is_open) == (0, False)


def test_an_adhoc_slot_never_overlaps_another(
    slot: Slot, dr_cho: User, dr_diaz: User, now: datetime
) -> None:

    def open_for(user: User) -> Slot:
        with transaction.atomic():
            return open_request_slot(
                doctor=user.doctor,
                start_at=slot.start_at + timedelta(minutes=10),
                end_at=slot.end_at + timedelta(minutes=10),
                mode="presentiel",
            )

    with pytest.raises(Overlap):
        open_for(dr_cho)
    made = open_for(dr_diaz)
    assert made.doctor_id == dr_diaz.doctor.pk


def test_what_nobody_has_and_nobody_can_book_makes_way(
    slot: Slot, dr_cho: User, now: datetime
) -> None:
    Slot.objects.update(is_open=False)
    with transaction.atomic():
        made = open_request_slot(
            doctor=dr_cho.doctor,
            start_at=slot.start_at,
            end_at=slot.end_at,
            mode="presentiel",
        )
    assert list(Slot.objects.all()) == [made]
