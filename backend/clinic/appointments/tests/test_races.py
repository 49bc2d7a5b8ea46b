"""Rivals on threads, each with a connection of its own, on PostgreSQL and on SQLite."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from clinic.appointments.lifecycle import InvalidTransition, Transition
from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.services.account_closure import cancel_appointments_of
from clinic.appointments.services.overlapping import PatientOverlap
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.appointments.tests.rivals import booking, confirming, moving, outcomes
from clinic.outbox.models import Event
from clinic.slots.models import Slot
from clinic.slots.policies import SlotTaken
from clinic.slots.tests.factories import many_patients, slot_at
from clinic.slots.tests.racing import race
from clinic.users.models import User

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_relay"),
]


def test_of_64_rivals_for_one_slot_exactly_one_wins(slot: Slot, now: datetime) -> None:
    near = [slot_at(slot.doctor, slot.end_at + timedelta(hours=n)) for n in range(4)]

    results = race([booking(patient, slot, now) for patient in many_patients(64)])

    assert outcomes(results) == {"won": 1, "SlotTaken": 63}
    slot.refresh_from_db()
    assert slot.booked == 1
    assert Appointment.objects.count() == 1
    assert Event.objects.count() == 1
    for refused in results:
        if isinstance(refused, SlotTaken):
            assert refused.details is not None
            offered = [row["id"] for row in refused.details["alternatives"]]
            assert offered == [free.pk for free in near[:3]]


def test_the_last_places_of_a_group_slot(dr_cho: User, now: datetime) -> None:
    group = slot_at(dr_cho.doctor, now + timedelta(days=2), capacity=5)

    results = race([booking(patient, group, now) for patient in many_patients(16)])

    assert outcomes(results) == {"won": 5, "SlotTaken": 11}
    group.refresh_from_db()
    assert group.booked == 5
    assert Appointment.objects.active().filter(slot=group).count() == 5


def test_one_patient_booking_overlapping_slots_at_once(
    ada: User, slot: Slot, dr_diaz: User, now: datetime
) -> None:
    shift = timedelta(minutes=10)
    others = [slot_at(dr_diaz.doctor, slot.start_at - shift), slot]

    results = race([booking(ada.patient, rival, now) for rival in others * 4])

    assert outcomes(results)["won"] == 1
    assert set(outcomes(results)) <= {"won", "PatientOverlap", "SlotTaken"}
    assert any(isinstance(result, PatientOverlap) for result in results)
    assert sum(Slot.objects.values_list("booked", flat=True)) == 1


def test_cancel_against_confirm(
    ada: User, dr_cho: User, appointment: Appointment, slot: Slot, now: datetime
) -> None:
    results = race(
        [
            moving(ada, appointment, Transition.CANCEL, now),
            confirming(dr_cho, appointment, now),
        ]
        * 4
    )

    appointment.refresh_from_db()
    slot.refresh_from_db()
    # Ada may also cancel what was confirmed a moment before: it starts in two days.
    assert appointment.status == "cancelled"
    assert slot.booked == 0
    transitions = list(AppointmentEvent.objects.order_by("id").values_list("transition", flat=True))
    assert transitions in (["create", "cancel"], ["create", "confirm", "cancel"])
    assert outcomes(results) == {
        "won": len(transitions) - 1,
        "InvalidTransition": 9 - len(transitions),
    }


def test_complete_against_no_show(dr_cho: User, confirmed: Appointment, slot: Slot) -> None:
    after = slot.end_at

    results = race(
        [
            moving(dr_cho, confirmed, Transition.COMPLETE, after),
            moving(dr_cho, confirmed, Transition.NO_SHOW, after),
        ]
        * 4
    )

    assert outcomes(results) == {"won": 1, "InvalidTransition": 7}
    assert any(isinstance(result, InvalidTransition) for result in results)
    assert AppointmentEvent.objects.count() == 3


def test_reschedule_against_book(
    ada: User, appointment: Appointment, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    transition = partial(
        reschedule_appointment,
        by=ada,
        appointment_id=appointment.pk,
        slot_id=later_slot.pk,
        now=now,
    )

    runners: list[Callable[[], Appointment]] = [transition]
    runners += [booking(rival, later_slot, now) for rival in many_patients(7)]
    results = race(runners)

    appointment.refresh_from_db()
    slot.refresh_from_db()
    later_slot.refresh_from_db()
    assert outcomes(results) == {"won": 1, "SlotTaken": 7}
    assert later_slot.booked == 1
    ada_won = appointment.slot_id == later_slot.pk
    assert slot.booked == (0 if ada_won else 1)


def test_two_patients_swapping_group_slots_do_not_deadlock(
    ada: User, ben: User, dr_cho: User, now: datetime
) -> None:
    one = slot_at(dr_cho.doctor, now + timedelta(days=2), capacity=2)
    two = slot_at(dr_cho.doctor, now + timedelta(days=3), capacity=2)
    adas, bens = booking(ada.patient, one, now)(), booking(ben.patient, two, now)()

    for turn in range(5):
        there, back = (two, one) if turn % 2 == 0 else (one, two)
        results = race(
            [
                partial(
                    reschedule_appointment,
                    by=by,
                    appointment_id=appointment.pk,
                    slot_id=target.pk,
                    now=now,
                )
                for by, appointment, target in ((ada, adas, there), (ben, bens, back))
            ]
        )
        assert outcomes(results) == {"won": 2}
    assert list(Slot.objects.order_by("pk").values_list("booked", flat=True)) == [1, 1]


def test_eight_bookings_of_one_patient_at_once_keep_to_the_limit(
    ada: User, dr_cho: User, now: datetime, settings: Any
) -> None:
    settings.MOST_UPCOMING_VISITS = 3
    slots = [slot_at(dr_cho.doctor, now + timedelta(days=2, hours=turn)) for turn in range(8)]

    results = race([booking(ada.patient, slot, now) for slot in slots])

    assert outcomes(results) == {"won": 3, "TooManyAppointments": 5}
    assert Slot.objects.filter(booked=1).count() == Appointment.objects.count() == 3


def test_a_doctor_leaves_while_patients_move_and_cancel(dr_cho: User, now: datetime) -> None:
    rivals = many_patients(6)
    slots = [slot_at(dr_cho.doctor, now + timedelta(days=9 - turn)) for turn in range(12)]
    appointments = [
        booking(patient, slot, now)() for patient, slot in zip(rivals, slots, strict=False)
    ]
    User.objects.filter(pk=dr_cho.pk).update(is_active=False)
    runners: list[Callable[[], object]] = [
        partial(cancel_appointments_of, user_id=dr_cho.pk, now=now),
        partial(cancel_appointments_of, user_id=dr_cho.pk, now=now),
    ]
    runners += [
        partial(
            reschedule_appointment,
            by=User.objects.get(patient=patient),
            appointment_id=appointment.pk,
            slot_id=slots[6 + turn].pk,
            now=now,
        )
        for turn, (patient, appointment) in enumerate(zip(rivals[:3], appointments, strict=False))
    ]
    runners += [
        moving(User.objects.get(patient=patient), appointment, Transition.CANCEL, now)
        for patient, appointment in zip(rivals[3:], appointments[3:], strict=True)
    ]

    results = race(runners)

    assert outcomes(results).keys() <= {"won", "InvalidTransition", "Missing"}
    assert {appointment.status for appointment in Appointment.objects.all()} == {"cancelled"}
    assert not Slot.objects.exclude(booked=0).exists()
