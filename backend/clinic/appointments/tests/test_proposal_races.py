"""Rivals about one proposal, each with a connection of its own, on PostgreSQL and on SQLite."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment, RescheduleProposal
from clinic.appointments.services.confirming import confirm_appointment
from clinic.appointments.services.proposal_settling import settle_proposal
from clinic.appointments.tests.rivals import (
    Doing,
    booking,
    confirming,
    moving,
    outcomes,
    rescheduling,
)
from clinic.slots.models import Slot
from clinic.slots.tests.factories import many_patients, slot_at
from clinic.slots.tests.racing import race
from clinic.users.models import User

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_relay"),
]


@pytest.fixture
def proposed(
    confirmed: Appointment, ada: User, later_slot: Slot, now: datetime
) -> RescheduleProposal:
    """Ada proposes an hour later."""
    rescheduling(ada, confirmed, later_slot, now)()
    return RescheduleProposal.objects.get()


def places(*slots: Slot) -> list[int]:
    booked = dict(Slot.objects.values_list("pk", "booked"))
    return [booked[slot.pk] for slot in slots]


def test_accept_against_cancel(
    proposed: RescheduleProposal,
    ada: User,
    dr_cho: User,
    slot: Slot,
    later_slot: Slot,
    now: datetime,
) -> None:
    appointment = proposed.appointment

    results = race(
        [confirming(dr_cho, appointment, now), moving(ada, appointment, Transition.CANCEL, now)] * 4
    )

    appointment.refresh_from_db()
    proposed.refresh_from_db()
    # What was accepted a moment before can still be cancelled: it begins in two days.
    assert appointment.status == "cancelled"
    assert places(slot, later_slot) == [0, 0]
    assert proposed.state in {"accepted", "withdrawn"}
    won = 2 if proposed.state == "accepted" else 1
    assert outcomes(results) == {"won": won, "InvalidTransition": 8 - won}


@pytest.mark.parametrize("rival", ["withdraw", "decline", "expire"])
def test_accept_against_what_ends_the_proposal(
    proposed: RescheduleProposal,
    ada: User,
    dr_cho: User,
    slot: Slot,
    later_slot: Slot,
    now: datetime,
    rival: str,
) -> None:
    appointment = proposed.appointment
    ending: dict[str, Callable[[], object]] = {
        "withdraw": moving(ada, appointment, Transition.WITHDRAW, now),
        "decline": moving(dr_cho, appointment, Transition.DECLINE, now),
        # A clock that is ahead: the job finds it late while the doctor may still answer.
        "expire": partial(settle_proposal, proposal_id=proposed.pk, now=proposed.expires_at),
    }
    runners: list[Callable[[], object]] = [confirming(dr_cho, appointment, now), ending[rival]] * 4

    results = race(runners)

    appointment.refresh_from_db()
    proposed.refresh_from_db()
    refused = sum(isinstance(result, Exception) for result in results)
    idle = results.count(False)
    assert refused + idle == 7
    assert appointment.status == "confirmed"
    if proposed.state == "accepted":
        assert (appointment.slot_id, places(slot, later_slot)) == (later_slot.pk, [0, 1])
    else:
        assert (appointment.slot_id, places(slot, later_slot)) == (slot.pk, [1, 0])


def test_propose_against_anothers_booking(
    confirmed: Appointment, ada: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    runners: list[Doing] = [rescheduling(ada, confirmed, later_slot, now)]
    runners += [booking(rival, later_slot, now) for rival in many_patients(7)]

    results = race(runners)

    assert outcomes(results) == {"won": 1, "SlotTaken": 7}
    assert places(slot, later_slot) == [1, 1]
    has_proposed = RescheduleProposal.objects.unsettled().exists()
    others = Appointment.objects.filter(slot=later_slot).count()
    assert (has_proposed, others) in {(True, 0), (False, 1)}


def test_two_proposals_at_once_leave_one(
    confirmed: Appointment, ada: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    third = slot_at(slot.doctor, now + timedelta(days=3))
    runners: list[Doing] = [
        rescheduling(ada, confirmed, target, now) for target in (later_slot, third) * 4
    ]

    results = race(runners)

    assert outcomes(results) == {"won": 8}
    left = RescheduleProposal.objects.unsettled().get()
    assert left.slot in {later_slot, third}
    assert places(slot, later_slot, third) == [1, left.slot == later_slot, left.slot == third]


def test_booking_at_the_proposed_time_against_proposing_it(
    confirmed: Appointment, ada: User, dr_diaz: User, later_slot: Slot, now: datetime
) -> None:
    same_time = slot_at(dr_diaz.doctor, later_slot.start_at)
    runners: list[Doing] = [
        rescheduling(ada, confirmed, later_slot, now),
        booking(ada.patient, same_time, now),
    ]

    results = race(runners)

    assert outcomes(results) == {"won": 1, "PatientOverlap": 1}
    assert sum(places(later_slot, same_time)) == 1


def test_patients_who_swap_proposals_do_not_deadlock(
    ada: User, ben: User, dr_cho: User, now: datetime
) -> None:
    slots = [slot_at(dr_cho.doctor, now + timedelta(days=2 + n), capacity=2) for n in range(3)]
    adas, bens = booking(ada.patient, slots[0], now)(), booking(ben.patient, slots[1], now)()
    for appointment in (adas, bens):
        confirm_appointment(by=dr_cho, appointment_id=appointment.pk, now=now)

    for turn in range(5):
        there, back = (slots[1], slots[0]) if turn % 2 == 0 else (slots[2], slots[2])
        runners: list[Doing] = [
            rescheduling(ada, adas, there, now),
            rescheduling(ben, bens, back, now),
            moving(dr_cho, adas, Transition.WITHDRAW, now),
        ]
        results = race(runners)
        assert set(outcomes(results)) <= {"won", "InvalidTransition"}
    unsettled = RescheduleProposal.objects.unsettled().count()
    assert sum(places(*slots)) == 2 + unsettled
