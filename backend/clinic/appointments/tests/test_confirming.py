"""Confirming as asked, or with another time, mode or place (R2 §6 "confirme/ajuste")."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment, AppointmentEvent, RescheduleProposal
from clinic.appointments.policies import InThePast
from clinic.appointments.services.booking import ModeNotOffered
from clinic.appointments.services.confirming import AlreadyThen, Terms, confirm_appointment
from clinic.appointments.services.overlapping import PatientOverlap
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.common.errors import Forbidden, Missing
from clinic.common.text import iso_utc
from clinic.slots.models import Slot
from clinic.slots.policies import SlotTaken
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Book = Callable[..., Appointment]


def confirm(by: User, appointment: Appointment, now: datetime, **terms: Any) -> Appointment:
    done = confirm_appointment(by=by, appointment_id=appointment.pk, now=now, terms=Terms(**terms))
    done.refresh_from_db()
    return done


def places(*slots: Slot) -> list[int]:
    booked = dict(Slot.objects.values_list("pk", "booked"))
    return [booked[slot.pk] for slot in slots]


def test_in_the_other_mode_it_is_where_that_takes_place(
    appointment: Appointment, dr_cho: User, slot: Slot, now: datetime
) -> None:
    Slot.objects.update(mode="both", location="Cabinet 2")
    Appointment.objects.update(location_note="Cabinet 2")

    done = confirm(dr_cho, appointment, now, mode="distanciel")

    assert (done.status, done.mode, done.location_note) == ("confirmed", "distanciel", "")
    assert (done.slot, done.version, places(slot)) == (slot, 2, [1])


def test_the_place_that_is_named_holds(
    appointment: Appointment, dr_cho: User, now: datetime
) -> None:
    Slot.objects.update(mode="both")

    done = confirm(
        dr_cho,
        appointment,
        now,
        mode="distanciel",
        location_note="https://visio.example.org/x",
        message_medecin="À bientôt",
    )

    assert (done.mode, done.location_note, done.message_medecin) == (
        "distanciel",
        "https://visio.example.org/x",
        "À bientôt",
    )


def test_at_another_time_the_asked_one_is_free_again(
    appointment: Appointment, dr_cho: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    done = confirm(dr_cho, appointment, now, slot_id=later_slot.pk)

    assert (done.status, done.slot, done.start_at) == (
        "confirmed",
        later_slot,
        later_slot.start_at,
    )
    assert (places(slot, later_slot), done.version) == ([0, 1], 2)
    last = AppointmentEvent.objects.latest("id")
    assert (last.transition, last.details) == (
        "confirm",
        {"from": iso_utc(slot.start_at), "to": iso_utc(later_slot.start_at)},
    )


def test_naming_the_asked_slot_changes_nothing_else(
    appointment: Appointment, dr_cho: User, slot: Slot, now: datetime
) -> None:
    done = confirm(dr_cho, appointment, now, slot_id=slot.pk)

    assert (done.status, done.slot, places(slot)) == ("confirmed", slot, [1])
    assert AppointmentEvent.objects.latest("id").details == {}


def test_a_request_whose_time_has_passed_is_confirmed_at_another(
    appointment: Appointment, dr_cho: User, slot: Slot
) -> None:
    late = slot.start_at
    next_day = slot_at(dr_cho.doctor, late + timedelta(days=1))
    with pytest.raises(InThePast):
        confirm(dr_cho, appointment, late)

    assert confirm(dr_cho, appointment, late, slot_id=next_day.pk).slot == next_day


@pytest.mark.parametrize("mode", ["distanciel", None])
def test_what_the_slot_does_not_offer_is_refused(
    appointment: Appointment,
    dr_cho: User,
    slot: Slot,
    later_slot: Slot,
    now: datetime,
    mode: str | None,
) -> None:
    # Never silently in another mode than the patient asked for.
    target = slot
    if mode is None:
        Slot.objects.filter(pk=later_slot.pk).update(mode="distanciel")
        target = later_slot

    with pytest.raises(ModeNotOffered):
        confirm(dr_cho, appointment, now, slot_id=target.pk, mode=mode)

    appointment.refresh_from_db()
    assert (appointment.status, appointment.slot, appointment.version) == ("pending", slot, 1)
    assert places(slot, later_slot) == [1, 0]


def test_a_lost_other_time_leaves_the_request(
    appointment: Appointment,
    ben: User,
    dr_cho: User,
    slot: Slot,
    later_slot: Slot,
    book: Book,
    now: datetime,
) -> None:
    book(ben, later_slot)

    with pytest.raises(SlotTaken) as refused:
        confirm(dr_cho, appointment, now, slot_id=later_slot.pk)

    assert refused.value.details is not None
    appointment.refresh_from_db()
    assert (appointment.status, places(slot, later_slot)) == ("pending", [1, 1])


def test_only_the_doctors_own_slots_when_the_patient_is_free(
    appointment: Appointment,
    ada: User,
    dr_cho: User,
    dr_diaz: User,
    eve: User,
    later_slot: Slot,
    book: Book,
    now: datetime,
) -> None:
    foreign = slot_at(dr_diaz.doctor, now + timedelta(days=3))
    for by in (dr_cho, eve):
        with pytest.raises(Missing):
            confirm(by, appointment, now, slot_id=foreign.pk)
    book(ada, slot_at(dr_diaz.doctor, later_slot.start_at))
    with pytest.raises(PatientOverlap):
        confirm(dr_cho, appointment, now, slot_id=later_slot.pk)

    assert places(foreign, later_slot) == [0, 0]


def test_a_patient_confirms_nothing_wherever(
    appointment: Appointment, ada: User, later_slot: Slot, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        confirm(ada, appointment, now, slot_id=later_slot.pk)


@pytest.fixture
def proposed(
    confirmed: Appointment, ada: User, later_slot: Slot, now: datetime
) -> RescheduleProposal:
    """Ada proposes an hour later."""
    reschedule_appointment(by=ada, appointment_id=confirmed.pk, slot_id=later_slot.pk, now=now)
    return RescheduleProposal.objects.get()


def test_a_proposal_is_accepted_in_another_mode_and_place(
    proposed: RescheduleProposal, dr_cho: User, later_slot: Slot, now: datetime
) -> None:
    Slot.objects.filter(pk=later_slot.pk).update(mode="both")

    done = confirm(
        dr_cho,
        proposed.appointment,
        now,
        slot_id=later_slot.pk,
        mode="distanciel",
        location_note="https://visio.example.org/x",
    )

    assert (done.slot, done.mode, done.location_note) == (
        later_slot,
        "distanciel",
        "https://visio.example.org/x",
    )
    assert AppointmentEvent.objects.latest("id").transition == "accept"
    proposed.refresh_from_db()
    assert proposed.state == "accepted"


def test_answering_a_proposal_with_a_third_time_moves_there(
    proposed: RescheduleProposal, dr_cho: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    third = slot_at(dr_cho.doctor, now + timedelta(days=4))

    done = confirm(dr_cho, proposed.appointment, now, slot_id=third.pk)

    assert (done.status, done.slot, places(slot, later_slot, third)) == (
        "confirmed",
        third,
        [0, 0, 1],
    )
    last = AppointmentEvent.objects.latest("id")
    assert (last.transition, last.details["to"]) == ("reschedule", iso_utc(third.start_at))
    proposed.refresh_from_db()
    assert proposed.state == "withdrawn"


def test_keeping_the_present_time_is_no_way_of_accepting(
    proposed: RescheduleProposal, dr_cho: User, slot: Slot, now: datetime
) -> None:
    with pytest.raises(AlreadyThen):
        confirm(dr_cho, proposed.appointment, now, slot_id=slot.pk)

    proposed.refresh_from_db()
    assert proposed.state == "open"


def test_over_http_mode_place_message_and_slot_are_taken(
    ada: User, dr_cho: User, api: Callable[[User], APIClient], book: Book
) -> None:
    now = timezone.now()
    asked, other = (
        slot_at(dr_cho.doctor, now + timedelta(days=days), mode="both") for days in (2, 3)
    )
    waiting = api(ada).post("/api/appointments/", {"slot": asked.pk}).json()

    answer = api(dr_cho).post(
        f"/api/appointments/{waiting['id']}/confirm/",
        {
            "slot": other.pk,
            "consultation_mode": "distanciel",
            "location_note": "https://visio.example.org/x",
            "message_medecin": "À bientôt",
        },
    )

    shown = answer.json()
    assert (answer.status_code, shown["status"], shown["slot"]["id"]) == (
        200,
        "confirmed",
        other.pk,
    )
    assert (shown["consultation_mode"], shown["location_note"], shown["message_medecin"]) == (
        "distanciel",
        "https://visio.example.org/x",
        "À bientôt",
    )
    again = api(ada).post("/api/appointments/", {"slot": asked.pk}).json()
    wrong = api(dr_cho).post(
        f"/api/appointments/{again['id']}/confirm/", {"consultation_mode": "par pigeon"}
    )
    assert (wrong.status_code, list(wrong.json()["details"])) == (400, ["consultation_mode"])
