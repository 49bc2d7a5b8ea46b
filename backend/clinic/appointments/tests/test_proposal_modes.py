"""A patient proposes the other mode for what is confirmed: it stands as it is meanwhile."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment, AppointmentEvent, RescheduleProposal
from clinic.appointments.services.confirming import confirm_appointment
from clinic.appointments.services.editing import edit_appointment
from clinic.appointments.services.proposal_settling import settle_proposal
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.common.text import iso_utc
from clinic.doctors.models import Doctor
from clinic.slots.models import Slot
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def both_ways(slot: Slot, later_slot: Slot) -> None:
    """Dr. Cho's slots are for both modes."""
    Slot.objects.update(mode="both")


def edit(by: User, appointment: Appointment, now: datetime, **changes: str) -> Appointment:
    return edit_appointment(by=by, appointment_id=appointment.pk, changes=changes, now=now)


def found(appointment: Appointment) -> tuple[str, str, int]:
    appointment.refresh_from_db()
    [booked] = Slot.objects.filter(appointments=appointment).values_list("booked", flat=True)
    return appointment.status, appointment.mode, booked


def open_ones() -> list[tuple[Any, ...]]:
    rows = RescheduleProposal.objects.unsettled().order_by("pk")
    return list(rows.values_list("slot", "mode"))


def test_the_appointment_stays_as_it_is_until_the_doctor_agrees(
    confirmed: Appointment, ada: User, dr_cho: User, slot: Slot, now: datetime
) -> None:
    edit(ada, confirmed, now, mode="distanciel", motif="Suivi")

    assert found(confirmed) == ("confirmed", "presentiel", 1)
    assert (confirmed.motif, open_ones()) == ("Suivi", [(slot.pk, "distanciel")])
    history = AppointmentEvent.objects.order_by("id").values_list("transition", flat=True)
    assert list(history) == ["create", "confirm", "propose", "edit"]
    at = iso_utc(slot.start_at)
    row = AppointmentEvent.objects.get(transition="propose")
    assert row.details == {"from": at, "to": at, "mode": "distanciel"}

    confirm_appointment(by=dr_cho, appointment_id=confirmed.pk, now=now)

    assert found(confirmed) == ("confirmed", "distanciel", 1)
    assert RescheduleProposal.objects.get().state == "accepted"


@pytest.mark.parametrize("what", [Transition.DECLINE, Transition.WITHDRAW, Transition.CANCEL])
def test_settled_otherwise_no_place_is_given_back_twice(
    confirmed: Appointment, ada: User, dr_cho: User, slot: Slot, now: datetime, what: Transition
) -> None:
    edit(ada, confirmed, now, mode="distanciel")

    apply_transition(by=dr_cho, appointment_id=confirmed.pk, transition=what, now=now)

    slot.refresh_from_db()
    assert slot.booked == (0 if what is Transition.CANCEL else 1)
    assert open_ones() == []


def test_it_expires_when_the_appointment_begins(
    confirmed: Appointment, ada: User, slot: Slot, now: datetime
) -> None:
    edit(ada, confirmed, now, mode="distanciel")
    proposal = RescheduleProposal.objects.get()

    assert settle_proposal(proposal_id=proposal.pk, now=slot.start_at)

    assert found(confirmed) == ("confirmed", "presentiel", 1)


def test_time_and_mode_are_proposed_together_and_taken_back_one_by_one(
    confirmed: Appointment, ada: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    def move(to: Slot) -> None:
        reschedule_appointment(by=ada, appointment_id=confirmed.pk, slot_id=to.pk, now=now)

    edit(ada, confirmed, now, mode="distanciel")
    move(later_slot)
    assert open_ones() == [(later_slot.pk, "distanciel")]

    edit(ada, confirmed, now, mode="presentiel")
    assert open_ones() == [(later_slot.pk, "presentiel")]

    move(slot)
    assert open_ones() == []
    assert found(confirmed) == ("confirmed", "presentiel", 1)
    later_slot.refresh_from_db()
    assert later_slot.booked == 0


def test_the_same_mode_again_takes_the_proposal_back(
    confirmed: Appointment, ada: User, now: datetime
) -> None:
    edit(ada, confirmed, now, mode="distanciel")

    edit(ada, confirmed, now, mode="presentiel")

    assert open_ones() == []


def test_what_the_practice_settles_itself_leaves_nothing_to_answer(
    confirmed: Appointment, ada: User, dr_cho: User, slot: Slot, now: datetime
) -> None:
    edit(ada, confirmed, now, mode="distanciel")

    edit(dr_cho, confirmed, now, mode="distanciel")

    assert found(confirmed) == ("confirmed", "distanciel", 1)
    assert open_ones() == []


def test_the_same_words_sent_again_with_the_mode_change_nothing_after_the_notice(
    confirmed: Appointment, ada: User, slot: Slot
) -> None:
    late = slot.start_at - timedelta(minutes=1)

    assert edit(ada, confirmed, late, mode="presentiel", motif="Suivi").motif == "Suivi"


def test_when_the_doctor_confirms_automatically_it_changes_at_once(
    confirmed: Appointment, ada: User, now: datetime
) -> None:
    Doctor.objects.update(auto_confirm=True)

    edit(ada, confirmed, now, mode="distanciel")

    assert found(confirmed) == ("confirmed", "distanciel", 1)
    assert open_ones() == []
