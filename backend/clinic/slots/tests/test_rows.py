"""Who may know of which row, and what a slot says of itself."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from clinic.common.errors import Missing
from clinic.slots.models import Absence, Availability, Hold, Slot
from clinic.slots.modes import Mode
from clinic.slots.policies import Overlap
from clinic.slots.selectors.free import nearest_free
from clinic.slots.services import capacity, manual
from clinic.slots.services.materialise import materialise
from clinic.slots.tests.factories import rule_on, slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def rows(dr_cho: User, dr_new: User, ada: User, now: datetime) -> dict[str, object]:
    """One row of everything of Dr. Cho; a rule and a slot of a doctor who waits."""
    doctor = dr_cho.doctor
    rule_on(dr_new.doctor, 1)
    slot_at(dr_new.doctor, now + timedelta(days=1))
    rule_on(doctor, 1, is_active=False)
    slot_at(doctor, now + timedelta(days=2), booked=1)
    slot = slot_at(doctor, now + timedelta(days=1), capacity=2, booked=1)
    return {
        "rule": rule_on(doctor, 0),
        "absence": Absence.objects.create(doctor=doctor, start_at=now, end_at=slot.end_at),
        "slot": slot,
        "hold": Hold.objects.create(slot=slot, patient=ada.patient, expires_at=now),
    }


def seen(viewer: User | AnonymousUser) -> tuple[int, int, int, int]:
    models = (Availability, Absence, Slot, Hold)
    counts = [model.objects.visible_to(viewer).count() for model in models]
    return counts[0], counts[1], counts[2], counts[3]


def test_what_each_sees(
    rows: dict[str, object], ada: User, ben: User, dr_cho: User, dr_diaz: User, dr_new: User,
    eve: User,
) -> None:  # fmt: skip
    assert seen(ada) == (1, 0, 1, 1)
    assert seen(ben) == (1, 0, 1, 0)
    assert seen(dr_cho) == (2, 1, 2, 0)
    assert seen(dr_diaz) == (0, 0, 0, 0)
    assert seen(eve) == (3, 1, 3, 1)
    for nobody in (dr_new, AnonymousUser()):
        assert seen(nobody) == (0, 0, 0, 0)
    User.objects.update(is_active=False)
    assert seen(User.objects.get(pk=eve.pk)) == (0, 0, 0, 0)


def test_an_unknown_role_sees_nothing(rows: dict[str, object]) -> None:
    assert seen(User(pk=1, role="NURSE", is_approved=True, is_active=True)) == (0, 0, 0, 0)


def test_rows_name_themselves_by_the_present_clock(rows: dict[str, object]) -> None:
    assert str(rows["rule"]).endswith("09:00-12:00")
    assert str(rows["absence"]) == "2026-11-23 12:00 - 2026-11-24 12:30"
    assert str(rows["slot"]) == "2026-11-24 12:00"
    with timezone.override("Europe/Paris"):
        assert str(rows["slot"]) == "2026-11-24 13:00"
    assert str(rows["hold"]).endswith("12:00:00")


def test_modes_that_a_slot_allows() -> None:
    assert [mode.allows("distanciel") for mode in Mode] == [False, True, True]


def test_a_closed_slot_has_no_place_left(dr_cho: User, now: datetime) -> None:
    slot = slot_at(dr_cho.doctor, now, capacity=3, booked=1)
    assert slot.remaining == 2
    slot.is_open = False
    assert slot.remaining == 0


@pytest.mark.parametrize("booked", [2, -1])
def test_the_database_keeps_the_count_in_bounds(dr_cho: User, now: datetime, booked: int) -> None:
    slot = slot_at(dr_cho.doctor, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(booked=booked)


def test_the_nearest_free_slots_on_both_sides(dr_cho: User, dr_new: User, now: datetime) -> None:
    at = now + timedelta(days=3)
    hours = (-30, -2, -1, 0, 1, 5)
    slots = {hour: slot_at(dr_cho.doctor, at + timedelta(hours=hour)) for hour in hours}
    Slot.objects.filter(pk=slots[0].pk).update(booked=1)
    Slot.objects.filter(pk=slots[1].pk).update(mode="distanciel")

    def near(**options: object) -> list[int]:
        found = nearest_free(doctor_id=dr_cho.doctor.pk, around=at, now=now, **options)  # type: ignore[arg-type]  # passed through
        return [row["id"] for row in found]

    assert near() == [slots[-2].pk, slots[-1].pk, slots[1].pk]
    assert near(mode="presentiel") == [slots[-2].pk, slots[-1].pk, slots[5].pk]
    # As near on both sides: the later one.
    assert near(limit=1) == [slots[1].pk]
    assert nearest_free(doctor_id=dr_new.doctor.pk, around=at, now=now) == []


def test_what_is_gone_is_missing(dr_cho: User, now: datetime) -> None:
    slot = slot_at(dr_cho.doctor, now)
    Slot.objects.all().delete()
    with pytest.raises(Missing):
        manual.delete_slot(slot=slot, now=now)
    with pytest.raises(Missing):
        materialise(doctor_id=404, now=now)


def test_an_insert_that_the_constraint_swallows_is_an_overlap(
    dr_cho: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = Slot(doctor=dr_cho.doctor, start_at=now, end_at=now + timedelta(minutes=30))
    monkeypatch.setattr(Slot.objects, "bulk_create", lambda *_rows, **_options: [])
    with pytest.raises(Overlap), transaction.atomic():
        capacity.insert_slot(slot)
