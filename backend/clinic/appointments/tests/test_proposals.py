"""A patient proposes another time for what is confirmed: the appointment stands meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from clinic.appointments.lifecycle import InvalidTransition, Transition
from clinic.appointments.models import Appointment, AppointmentEvent, RescheduleProposal
from clinic.appointments.policies import TooLate
from clinic.appointments.services.account_closure import cancel_appointments_of
from clinic.appointments.services.booking import ModeNotOffered
from clinic.appointments.services.confirming import confirm_appointment
from clinic.appointments.services.editing import edit_appointment
from clinic.appointments.services.proposal_settling import hopeless_proposals, settle_proposal
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.appointments.tasks import settle_proposals
from clinic.common.errors import Forbidden, Missing
from clinic.common.text import iso_utc
from clinic.doctors.models import Doctor
from clinic.outbox.models import Event
from clinic.slots.models import Slot
from clinic.slots.policies import SlotBooked, SlotTaken
from clinic.slots.services.absences import create_absence
from clinic.slots.services.manual import delete_slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
HOUR = timedelta(hours=1)
Book = Callable[..., Appointment]


def move(by: User, appointment: Appointment, slot: Slot, now: datetime) -> Appointment:
    return reschedule_appointment(by=by, appointment_id=appointment.pk, slot_id=slot.pk, now=now)


def apply(by: User, appointment: Appointment, what: Transition, now: datetime) -> Appointment:
    return apply_transition(by=by, appointment_id=appointment.pk, transition=what, now=now)


def places(*slots: Slot) -> list[int]:
    booked = dict(Slot.objects.values_list("pk", "booked"))
    return [booked[slot.pk] for slot in slots]


def states() -> list[str]:
    return list(RescheduleProposal.objects.order_by("pk").values_list("state", flat=True))


def last_of_history() -> tuple[str, str, str, dict[str, Any]]:
    row = AppointmentEvent.objects.latest("id")
    assert (row.from_status, row.to_status) == ("confirmed", "confirmed")
    return row.transition, row.party, row.reason, row.details


def stands(appointment: Appointment, slot: Slot) -> None:
    """Check that the appointment is as it was confirmed."""
    appointment.refresh_from_db()
    assert (appointment.status, appointment.slot) == ("confirmed", slot)
    assert (appointment.start_at, appointment.mode) == (slot.start_at, "presentiel")


@pytest.fixture
def proposed(
    confirmed: Appointment, ada: User, later_slot: Slot, now: datetime
) -> RescheduleProposal:
    """Ada proposes an hour later."""
    move(ada, confirmed, later_slot, now)
    return RescheduleProposal.objects.get()


def test_the_appointment_stands_and_both_places_are_kept(
    confirmed: Appointment, ada: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    reschedule_appointment(
        by=ada, appointment_id=confirmed.pk, slot_id=later_slot.pk, now=now, reason="Train"
    )

    stands(confirmed, slot)
    assert (confirmed.version, places(slot, later_slot)) == (3, [1, 1])
    made = RescheduleProposal.objects.get()
    assert (made.state, made.slot, made.start_at, made.end_at, made.mode, made.proposed_by) == (
        "open",
        later_slot,
        later_slot.start_at,
        later_slot.end_at,
        "presentiel",
        ada,
    )
    # Two days to answer; the appointment begins in two days too.
    assert made.expires_at == slot.start_at == now + timedelta(hours=48)
    change = {"from": iso_utc(slot.start_at), "to": iso_utc(later_slot.start_at)}
    assert last_of_history() == ("propose", "patient", "Train", change)
    assert Event.objects.latest("id").payload["slot_ids"] == [later_slot.pk]


@pytest.mark.parametrize("person", ["dr_cho", "eve"])
def test_accepted_it_moves_and_its_former_place_is_free(
    proposed: RescheduleProposal,
    dr_cho: User,
    eve: User,
    slot: Slot,
    later_slot: Slot,
    now: datetime,
    person: str,
) -> None:
    by = {"dr_cho": dr_cho, "eve": eve}[person]
    version = proposed.appointment.version

    done = confirm_appointment(by=by, appointment_id=proposed.appointment_id, now=now)

    done.refresh_from_db()
    assert (done.status, done.slot, done.start_at, done.end_at, done.version) == (
        "confirmed",
        later_slot,
        later_slot.start_at,
        later_slot.end_at,
        version + 1,
    )
    assert (places(slot, later_slot), states()) == ([0, 1], ["accepted"])
    change = {"from": iso_utc(slot.start_at), "to": iso_utc(later_slot.start_at)}
    assert last_of_history()[0] == "accept"
    assert last_of_history()[3] == change
    assert Event.objects.latest("id").payload["slot_ids"] == [slot.pk]


def test_declined_the_appointment_stands_as_it_stood(
    proposed: RescheduleProposal, dr_cho: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    apply_transition(
        by=dr_cho,
        appointment_id=proposed.appointment_id,
        transition=Transition.DECLINE,
        now=now,
        reason="Bloc opératoire",
    )

    stands(proposed.appointment, slot)
    assert (places(slot, later_slot), states()) == ([1, 0], ["declined"])
    change = {"from": iso_utc(slot.start_at), "to": iso_utc(later_slot.start_at)}
    assert last_of_history() == ("refuse", "doctor", "Bloc opératoire", change)
    assert Event.objects.latest("id").payload["slot_ids"] == [later_slot.pk]


@pytest.mark.parametrize("person", ["ada", "dr_cho"])
def test_patient_or_doctor_withdraw_it(
    proposed: RescheduleProposal,
    ada: User,
    dr_cho: User,
    slot: Slot,
    later_slot: Slot,
    now: datetime,
    person: str,
) -> None:
    by = {"ada": ada, "dr_cho": dr_cho}[person]

    apply(by, proposed.appointment, Transition.WITHDRAW, now)

    stands(proposed.appointment, slot)
    assert (places(slot, later_slot), states()) == ([1, 0], ["withdrawn"])
    assert last_of_history()[0] == "withdraw"


def test_a_patient_does_not_answer_their_own_proposal(
    proposed: RescheduleProposal, ada: User, ben: User, dr_diaz: User, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        confirm_appointment(by=ada, appointment_id=proposed.appointment_id, now=now)
    with pytest.raises(Forbidden):
        apply(ada, proposed.appointment, Transition.DECLINE, now)
    for stranger in (ben, dr_diaz):
        with pytest.raises(Appointment.DoesNotExist):
            confirm_appointment(by=stranger, appointment_id=proposed.appointment_id, now=now)
        with pytest.raises(Appointment.DoesNotExist):
            apply(stranger, proposed.appointment, Transition.WITHDRAW, now)
    assert states() == ["open"]


def test_without_a_proposal_there_is_nothing_to_answer_or_withdraw(
    confirmed: Appointment, ada: User, dr_cho: User, now: datetime
) -> None:
    with pytest.raises(InvalidTransition):
        confirm_appointment(by=dr_cho, appointment_id=confirmed.pk, now=now)
    for by, what in ((dr_cho, Transition.DECLINE), (ada, Transition.WITHDRAW)):
        with pytest.raises(InvalidTransition):
            apply(by, confirmed, what, now)


def test_too_late_to_answer_it_is_never_accepted_though_no_job_has_run(
    proposed: RescheduleProposal, dr_cho: User, slot: Slot, later_slot: Slot
) -> None:
    late = proposed.expires_at
    with pytest.raises(InvalidTransition):
        confirm_appointment(by=dr_cho, appointment_id=proposed.appointment_id, now=late)
    for what in (Transition.DECLINE, Transition.WITHDRAW):
        with pytest.raises(InvalidTransition):
            apply(dr_cho, proposed.appointment, what, late)

    stands(proposed.appointment, slot)
    assert (places(slot, later_slot), states()) == ([1, 1], ["open"])


def test_unanswered_it_expires(proposed: RescheduleProposal, slot: Slot, later_slot: Slot) -> None:
    before = proposed.expires_at - timedelta(seconds=1)
    assert hopeless_proposals(now=before) == []
    assert not settle_proposal(proposal_id=proposed.pk, now=before)

    assert hopeless_proposals(now=proposed.expires_at) == [proposed.pk]
    assert settle_proposal(proposal_id=proposed.pk, now=proposed.expires_at)
    assert not settle_proposal(proposal_id=proposed.pk, now=proposed.expires_at)

    stands(proposed.appointment, slot)
    assert (places(slot, later_slot), states()) == ([1, 0], ["expired"])
    transition, party, _reason, details = last_of_history()
    assert (transition, party) == ("expire", "system")
    assert details["to"] == iso_utc(later_slot.start_at)


def test_the_job_settles_what_is_late(proposed: RescheduleProposal, later_slot: Slot) -> None:
    RescheduleProposal.objects.update(expires_at=proposed.created_at - timedelta(days=365))

    settle_proposals()

    assert (places(later_slot), states()) == ([0], ["expired"])


def test_the_practice_has_the_time_that_the_setting_gives(
    confirmed: Appointment, ada: User, dr_cho: User, now: datetime
) -> None:
    Appointment.objects.update(start_at=now + 9 * 24 * HOUR, end_at=now + 9 * 24 * HOUR + HOUR)
    distant = slot_at(dr_cho.doctor, now + timedelta(days=8))

    move(ada, confirmed, distant, now)

    assert settings.PROPOSAL_ANSWER_HOURS == 48
    assert RescheduleProposal.objects.get().expires_at == now + 48 * HOUR


def test_cancelled_meanwhile_both_places_are_free(
    proposed: RescheduleProposal, ada: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    done = apply(ada, proposed.appointment, Transition.CANCEL, now)

    assert done.status == "cancelled"
    assert (places(slot, later_slot), states()) == ([0, 0], ["withdrawn"])
    row = AppointmentEvent.objects.latest("id")
    assert row.details == {"proposed": iso_utc(later_slot.start_at)}
    assert Event.objects.latest("id").payload["slot_ids"] == sorted([slot.pk, later_slot.pk])


@pytest.mark.parametrize("what", [Transition.COMPLETE, Transition.NO_SHOW])
def test_what_has_taken_place_lets_go_of_the_proposed_one(
    proposed: RescheduleProposal, dr_cho: User, slot: Slot, later_slot: Slot, what: Transition
) -> None:
    apply(dr_cho, proposed.appointment, what, slot.start_at)

    assert (places(slot, later_slot), states()) == ([1, 0], ["expired"])


@pytest.mark.parametrize("leaver", ["ada", "dr_cho"])
def test_closing_an_account_frees_both_places(
    proposed: RescheduleProposal, slot: Slot, later_slot: Slot, now: datetime, leaver: str
) -> None:
    user = User.objects.get(username=leaver)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert cancel_appointments_of(user_id=user.pk, now=now) == 1

    assert (places(slot, later_slot), states()) == ([0, 0], ["withdrawn"])


def test_a_second_proposal_takes_the_place_of_the_first(
    proposed: RescheduleProposal, ada: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    third = slot_at(slot.doctor, now + timedelta(days=3))

    move(ada, proposed.appointment, third, now + HOUR)

    stands(proposed.appointment, slot)
    assert (places(slot, later_slot, third), states()) == ([1, 0, 1], ["withdrawn", "open"])
    assert Event.objects.latest("id").payload["slot_ids"] == sorted([later_slot.pk, third.pk])


def test_a_second_proposal_that_is_lost_leaves_the_first(
    proposed: RescheduleProposal,
    ada: User,
    ben: User,
    slot: Slot,
    later_slot: Slot,
    book: Book,
    now: datetime,
) -> None:
    third = slot_at(slot.doctor, now + timedelta(days=3))
    book(ben, third)

    with pytest.raises(SlotTaken) as refused:
        move(ada, proposed.appointment, third, now)

    assert refused.value.details is not None
    assert (places(slot, later_slot, third), states()) == ([1, 1, 1], ["open"])


def test_proposing_the_same_again_changes_nothing(
    proposed: RescheduleProposal, ada: User, later_slot: Slot, now: datetime
) -> None:
    again = move(ada, proposed.appointment, later_slot, now + HOUR)

    assert again.version == 3
    assert (places(later_slot), states()) == ([1], ["open"])
    assert RescheduleProposal.objects.get().expires_at == proposed.expires_at


def test_after_one_that_nobody_answered_in_time_the_same_is_proposed_anew(
    proposed: RescheduleProposal, ada: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    RescheduleProposal.objects.update(expires_at=now)

    move(ada, proposed.appointment, later_slot, now)

    assert (places(slot, later_slot), states()) == ([1, 1], ["withdrawn", "open"])


def test_choosing_the_confirmed_time_again_withdraws_the_proposal(
    proposed: RescheduleProposal, ada: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    move(ada, proposed.appointment, slot, now)

    stands(proposed.appointment, slot)
    assert (places(slot, later_slot), states()) == ([1, 0], ["withdrawn"])


def test_a_move_by_the_practice_overtakes_it(
    proposed: RescheduleProposal, dr_cho: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    third = slot_at(slot.doctor, now + timedelta(days=3))

    moved = move(dr_cho, proposed.appointment, third, now)

    assert (moved.slot, moved.status) == (third, "confirmed")
    assert (places(slot, later_slot, third), states()) == ([0, 0, 1], ["withdrawn"])
    assert AppointmentEvent.objects.latest("id").details == {
        "from": iso_utc(slot.start_at),
        "to": iso_utc(third.start_at),
        "proposed": iso_utc(later_slot.start_at),
    }


def test_a_move_by_the_practice_to_the_proposed_time_uses_its_place(
    proposed: RescheduleProposal, dr_cho: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    moved = move(dr_cho, proposed.appointment, later_slot, now)

    assert moved.slot == later_slot
    assert (places(slot, later_slot), states()) == ([0, 1], ["withdrawn"])


def test_when_the_doctor_confirms_automatically_it_moves_at_once(
    confirmed: Appointment, ada: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    Doctor.objects.update(auto_confirm=True)

    moved = move(ada, confirmed, later_slot, now)

    assert (moved.status, moved.slot) == ("confirmed", later_slot)
    assert (places(slot, later_slot), states()) == ([0, 1], [])


def test_a_request_that_nobody_confirmed_moves_at_once(
    appointment: Appointment, ada: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    moved = move(ada, appointment, later_slot, now)

    assert (moved.status, moved.slot) == ("pending", later_slot)
    assert (places(slot, later_slot), states()) == ([0, 1], [])


def test_after_the_notice_nothing_is_proposed(
    confirmed: Appointment, ada: User, slot: Slot, later_slot: Slot
) -> None:
    with pytest.raises(TooLate):
        move(ada, confirmed, later_slot, slot.start_at - HOUR)

    assert states() == []


def test_nothing_is_proposed_to_another_doctor_or_in_another_mode(
    confirmed: Appointment, ada: User, dr_diaz: User, later_slot: Slot, now: datetime
) -> None:
    foreign = slot_at(dr_diaz.doctor, now + timedelta(days=3))
    with pytest.raises(Missing):
        move(ada, confirmed, foreign, now)
    Slot.objects.filter(pk=later_slot.pk).update(mode="distanciel")
    with pytest.raises(ModeNotOffered):
        move(ada, confirmed, later_slot, now)

    assert (places(foreign, later_slot), states()) == ([0, 0], [])


def test_an_absence_at_the_proposed_time_ends_the_proposal(
    proposed: RescheduleProposal, dr_cho: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    period = {"start_at": later_slot.start_at, "end_at": later_slot.end_at}
    create_absence(doctor_id=dr_cho.doctor.pk, fields=period, now=now)

    with pytest.raises(SlotTaken):
        confirm_appointment(by=dr_cho, appointment_id=proposed.appointment_id, now=now)
    assert hopeless_proposals(now=now) == [proposed.pk]
    assert settle_proposal(proposal_id=proposed.pk, now=now)

    stands(proposed.appointment, slot)
    assert states() == ["declined"]
    transition, party, _reason, details = last_of_history()
    assert (transition, party, details["slot_gone"]) == ("refuse", "system", True)
    assert not Slot.objects.filter(pk=later_slot.pk, booked__gt=0).exists()


def test_a_mode_that_the_doctor_withdraws_ends_the_proposal(
    proposed: RescheduleProposal, dr_cho: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    Slot.objects.filter(pk=later_slot.pk).update(mode="distanciel")

    with pytest.raises(ModeNotOffered):
        confirm_appointment(by=dr_cho, appointment_id=proposed.appointment_id, now=now)
    assert settle_proposal(proposal_id=proposed.pk, now=now)

    stands(proposed.appointment, slot)
    assert (places(later_slot), states()) == ([0], ["declined"])


def test_a_proposed_slot_is_not_deleted_before_the_answer(
    proposed: RescheduleProposal, later_slot: Slot, now: datetime
) -> None:
    with pytest.raises(SlotBooked):
        delete_slot(slot=later_slot, now=now)

    assert states() == ["open"]


def test_an_appointment_has_at_most_one_open_proposal(
    proposed: RescheduleProposal, now: datetime
) -> None:
    proposed.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        proposed.save(force_insert=True)


def test_a_proposal_never_waits_beyond_its_own_beginning(proposed: RescheduleProposal) -> None:
    proposed.expires_at = proposed.start_at + timedelta(seconds=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        proposed.save()


def test_other_words_are_changed_at_once_while_it_waits(
    proposed: RescheduleProposal, ada: User, dr_cho: User, now: datetime
) -> None:
    for by, changes in ((ada, {"motif": "Suivi"}), (dr_cho, {"location_note": "Étage 2"})):
        edit_appointment(by=by, appointment_id=proposed.appointment_id, changes=changes, now=now)

    assert states() == ["open"]
