"""A doctor stops seeing people by video, or in person."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from clinic.appointments.selectors.conflicts import conflicts_of
from clinic.doctors.events import RulesChanged
from clinic.doctors.models import Doctor
from clinic.outbox.models import Event
from clinic.outbox.tests.stories import fact_of
from clinic.slots import tasks
from clinic.slots.models import Availability, Origin, Slot
from clinic.slots.selectors.free import bookable_slots_of
from clinic.slots.services.materialise import materialise
from clinic.slots.tests.factories import appointment_in, rule_on, slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
# 09:00 in Paris on the Monday after `now`.
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
HALF = timedelta(minutes=30)
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)


@pytest.fixture
def doctor(dr_cho: User, now: datetime) -> Doctor:
    """By video on Mondays, either way on Tuesdays, and a slot by hand on Wednesday."""
    Doctor.objects.update(horizon_days=10, sees_by_video=True)
    found: Doctor = Doctor.objects.get(pk=dr_cho.doctor.pk)
    rule_on(found, 0, "09:00", "10:00", mode="distanciel")
    rule_on(found, 1, "09:00", "10:00", mode="both", valid_from=MONDAY.date())
    materialise(doctor_id=found.pk, now=now)
    return found


def drop(doctor: Doctor, mode: str, now: datetime) -> None:
    """Switch the mode off, and handle that twice."""
    Doctor.objects.update(sees_by_video=mode != "distanciel", sees_in_person=mode != "presentiel")
    facts = [fact_of(RulesChanged(doctor_id=doctor.pk, dropped_modes=(mode,)))]
    with time_machine.travel(now, tick=False):
        tasks.on_rules_changed(facts)
        before = list(Slot.objects.order_by("pk").values())
        tasks.on_rules_changed(facts)
    assert list(Slot.objects.order_by("pk").values()) == before


def ahead() -> list[tuple[datetime, str]]:
    return list(Slot.objects.order_by("start_at").values_list("start_at", "mode"))


def test_without_video_its_slots_go_and_the_others_are_narrowed(
    doctor: Doctor, now: datetime
) -> None:
    slot_at(doctor, WEDNESDAY, mode="distanciel", origin=Origin.MANUAL)
    slot_at(doctor, WEDNESDAY + HALF, mode="both", origin=Origin.MANUAL)
    assert bookable_slots_of(doctor, now=now, mode="distanciel").count() == 6

    drop(doctor, "distanciel", now)

    assert ahead() == [
        (TUESDAY, "presentiel"),
        (TUESDAY + HALF, "presentiel"),
        (WEDNESDAY + HALF, "presentiel"),
    ]
    assert bookable_slots_of(doctor, now=now, mode="distanciel").count() == 0
    rules = Availability.objects.order_by("weekday").values_list("mode", "is_active")
    assert list(rules) == [("distanciel", False), ("presentiel", True)]
    assert Event.objects.filter(topic="calendar.changed").exists()
    # The next nightly run brings nothing back.
    assert not materialise(doctor_id=doctor.pk, now=now)


def test_what_is_booked_by_video_stays_as_a_conflict(
    doctor: Doctor, ada: User, now: datetime
) -> None:
    by_hand = slot_at(doctor, WEDNESDAY, mode="distanciel", origin=Origin.MANUAL)
    slots = [
        Slot.objects.get(start_at=MONDAY),
        Slot.objects.get(start_at=TUESDAY),
        by_hand,
    ]
    appointments = [appointment_in(slot, ada.patient, mode="distanciel") for slot in slots]
    appointment_in(Slot.objects.get(start_at=TUESDAY + HALF), ada.patient)

    drop(doctor, "distanciel", now)

    found = conflicts_of(doctor.pk, now=now)
    assert [conflict["appointments"][0]["id"] for conflict in found] == appointments
    assert [len(conflict["appointments"]) for conflict in found] == [1, 1, 1]
    kept = Slot.objects.filter(pk__in=[slot.pk for slot in slots]).order_by("start_at")
    assert list(kept.values_list("booked", "is_open")) == [(1, False), (1, True), (1, False)]
    assert bookable_slots_of(doctor, now=now, mode="distanciel").count() == 0


def test_in_an_open_slot_only_the_appointments_by_video_are_conflicts(
    doctor: Doctor, ada: User, ben: User, now: datetime
) -> None:
    Availability.objects.update(capacity=2)
    materialise(doctor_id=doctor.pk, now=now)
    slot = Slot.objects.get(start_at=TUESDAY)
    by_video = appointment_in(slot, ada.patient, mode="distanciel")
    appointment_in(slot, ben.patient)

    drop(doctor, "distanciel", now)

    [conflict] = conflicts_of(doctor.pk, now=now)
    assert [appointment["id"] for appointment in conflict["appointments"]] == [by_video]


def test_without_appointments_in_person_video_is_left(doctor: Doctor, now: datetime) -> None:
    slot_at(doctor, WEDNESDAY, origin=Origin.MANUAL)

    drop(doctor, "presentiel", now)

    assert [mode for _start, mode in ahead()] == ["distanciel"] * 4
    assert list(Availability.objects.order_by("weekday").values_list("mode", "is_active")) == [
        ("distanciel", True),
        ("distanciel", True),
    ]


def test_a_mode_that_is_on_again_changes_nothing(doctor: Doctor, now: datetime) -> None:
    before = ahead()
    facts = [fact_of(RulesChanged(doctor_id=doctor.pk, dropped_modes=("distanciel",)))]
    with time_machine.travel(now, tick=False):
        tasks.on_rules_changed(facts)

    assert ahead() == before


def test_what_has_begun_is_left_alone(doctor: Doctor, now: datetime) -> None:
    began = slot_at(doctor, now - HALF / 2, mode="distanciel")

    drop(doctor, "distanciel", now)

    began.refresh_from_db()
    assert (began.mode, began.is_open) == ("distanciel", True)
