from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.policies import InThePast, TooFar, TooSoon
from clinic.appointments.services.booking import ModeNotOffered, Wish, book_slot
from clinic.appointments.services.locks import PatientNeeded
from clinic.appointments.services.overlapping import PatientOverlap, save_or_overlap
from clinic.common.errors import Missing
from clinic.doctors.models import Doctor
from clinic.outbox.models import Event
from clinic.patients.models import Patient
from clinic.slots.models import Slot
from clinic.slots.policies import SlotTaken
from clinic.slots.services.capacity import hold_slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Book = Callable[..., Appointment]


def test_a_booking_takes_the_place_and_keeps_its_history(
    ada: User, slot: Slot, book: Book, now: datetime
) -> None:
    booked = book(ada, slot)

    slot.refresh_from_db()
    assert (slot.booked, slot.capacity) == (1, 1)
    assert (booked.patient, booked.doctor, booked.status) == (ada.patient, slot.doctor, "pending")
    assert (booked.start_at, booked.end_at) == (slot.start_at, slot.end_at)
    [event] = AppointmentEvent.objects.all()
    assert (event.transition, event.party, event.by, event.at) == ("create", "patient", ada, now)
    [told] = Event.objects.all()
    assert told.topic == "appointment.moved"
    assert told.payload == {
        "appointment_id": booked.pk,
        "event_id": event.pk,
        "doctor_id": slot.doctor_id,
        "slot_ids": [slot.pk],
        "version": 1,
    }


def test_a_doctor_who_confirms_automatically_needs_no_request(
    ada: User, slot: Slot, book: Book
) -> None:
    Doctor.objects.update(auto_confirm=True)

    assert book(ada, slot).status == "confirmed"


def test_a_full_slot_is_refused_with_the_three_nearest_free_ones(
    ada: User, ben: User, slot: Slot, book: Book, now: datetime
) -> None:
    near = [
        slot_at(slot.doctor, slot.start_at + timedelta(hours=hours)) for hours in (1, 5, -2, 9, 2)
    ]
    book(ada, slot)

    with pytest.raises(SlotTaken) as refused:
        book(ben, slot)

    assert refused.value.details is not None
    offered = [row["id"] for row in refused.value.details["alternatives"]]
    assert offered == [near[2].pk, near[0].pk, near[4].pk]
    assert Appointment.objects.filter(patient=ben.patient).count() == 0
    assert Event.objects.count() == 1


def test_rivals_share_what_is_offered_instead(ada: User, ben: User, slot: Slot, book: Book) -> None:
    near = slot_at(slot.doctor, slot.start_at + timedelta(hours=1))
    book(ada, slot)
    asked = []

    for _rival in range(2):
        with CaptureQueriesContext(connection) as queries, pytest.raises(SlotTaken) as refused:
            book(ben, slot)
        asked.append(len(queries))
        assert refused.value.details is not None
        assert [row["id"] for row in refused.value.details["alternatives"]] == [near.pk]

    assert asked[1] == asked[0] - 4


def test_a_slot_that_does_not_exist_is_missing(ada: User, now: datetime) -> None:
    with pytest.raises(Missing):
        book_slot(by=ada, slot_id=999, wish=Wish(), now=now)


def test_a_group_slot_takes_as_many_as_it_has_places(
    ada: User, ben: User, eve: User, dr_cho: User, book: Book, now: datetime
) -> None:
    group = slot_at(dr_cho.doctor, now + timedelta(days=3), capacity=2)
    book(ada, group)
    book(ben, group)
    third = User.objects.create(username="third", email="t@example.org", is_approved=True)
    Patient.objects.create(user=third)

    with pytest.raises(SlotTaken):
        book(third, group)

    group.refresh_from_db()
    assert group.booked == 2


def test_ones_own_hold_gives_its_place(
    ada: User, ben: User, slot: Slot, book: Book, now: datetime
) -> None:
    hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)

    with pytest.raises(SlotTaken):
        book(ben, slot)
    booked = book(ada, slot)

    slot.refresh_from_db()
    assert slot.booked == 1
    assert booked.status == "pending"


def test_two_appointments_at_the_same_time_are_refused(
    ada: User, slot: Slot, dr_diaz: User, book: Book
) -> None:
    book(ada, slot)
    elsewhere = slot_at(dr_diaz.doctor, slot.start_at + timedelta(minutes=15))

    with pytest.raises(PatientOverlap):
        book(ada, elsewhere)

    elsewhere.refresh_from_db()
    assert elsewhere.booked == 0


def test_appointments_that_touch_do_not_overlap(
    ada: User, slot: Slot, dr_diaz: User, book: Book
) -> None:
    book(ada, slot)

    assert book(ada, slot_at(dr_diaz.doctor, slot.end_at)).pk


def test_the_doctors_notice_and_horizon_bind_patients(
    ada: User, dr_cho: User, eve: User, book: Book, now: datetime
) -> None:
    soon = slot_at(dr_cho.doctor, now + timedelta(minutes=59))
    past = slot_at(dr_cho.doctor, now - timedelta(hours=1))
    far = slot_at(dr_cho.doctor, now + timedelta(days=84, minutes=1))

    with pytest.raises(TooSoon):
        book(ada, soon)
    with pytest.raises(InThePast):
        book(ada, past)
    with pytest.raises(TooFar):
        book(ada, far)
    assert Slot.objects.filter(booked__gt=0).count() == 0
    assert book(eve, soon, patient_id=ada.patient.pk).status == "confirmed"


def test_a_doctor_who_is_not_listed_is_booked_by_the_practice_only(
    ada: User, dr_cho: User, eve: User, slot: Slot, later_slot: Slot, book: Book
) -> None:
    own = book(ada, slot)
    Doctor.objects.update(is_listed=False)

    with pytest.raises(Missing):
        book(ada, later_slot)
    assert Appointment.objects.get() == own
    later_slot.refresh_from_db()
    assert later_slot.booked == 0
    assert book(dr_cho, later_slot, patient_id=ada.patient.pk).slot == later_slot


def test_the_practice_says_for_whom_it_books(
    ada: User, ben: User, dr_cho: User, slot: Slot, later_slot: Slot, book: Book
) -> None:
    with pytest.raises(PatientNeeded):
        book(dr_cho, slot)
    with pytest.raises(Patient.DoesNotExist):
        book(dr_cho, slot, patient_id=ben.patient.pk)
    book(ada, slot)

    again = book(dr_cho, later_slot, patient_id=ada.patient.pk)

    assert (again.patient, again.status, again.created_by) == (ada.patient, "confirmed", dr_cho)


def test_a_patient_books_for_themself_and_for_no_stranger(
    ada: User, ben: User, slot: Slot, book: Book
) -> None:
    with pytest.raises(Patient.DoesNotExist):
        book(ada, slot, patient_id=ben.patient.pk)

    assert book(ada, slot, patient_id=ada.patient.pk).patient == ada.patient


def test_a_doctor_books_only_their_own_slots(
    ada: User, slot: Slot, dr_cho: User, dr_diaz: User, book: Book
) -> None:
    book(ada, slot)
    foreign = slot_at(dr_diaz.doctor, slot.start_at + timedelta(days=1))

    with pytest.raises(Missing):
        book(dr_cho, foreign, patient_id=ada.patient.pk)

    foreign.refresh_from_db()
    assert foreign.booked == 0


def test_the_doctor_that_is_named_must_be_the_slots(
    ada: User, slot: Slot, dr_diaz: User, book: Book
) -> None:
    with pytest.raises(Missing):
        book(ada, slot, doctor_id=dr_diaz.doctor.pk)

    slot.refresh_from_db()
    assert slot.booked == 0


def test_a_doctor_who_is_not_approved_cannot_be_booked(
    ada: User, dr_new: User, book: Book, now: datetime
) -> None:
    with pytest.raises(Missing):
        book(ada, slot_at(dr_new.doctor, now + timedelta(days=2)))


@pytest.mark.parametrize(
    ("offered", "wanted", "got"),
    [
        ("presentiel", None, "presentiel"),
        ("distanciel", None, "distanciel"),
        ("both", None, "presentiel"),
        ("both", "distanciel", "distanciel"),
    ],
)
def test_the_mode_is_one_that_the_slot_offers(
    ada: User, slot: Slot, now: datetime, offered: str, wanted: str | None, got: str
) -> None:
    Slot.objects.update(mode=offered)

    booked = book_slot(by=ada, slot_id=slot.pk, wish=Wish(mode=wanted), now=now)

    assert booked.mode == got


def test_a_mode_that_is_not_offered_is_refused(ada: User, slot: Slot, now: datetime) -> None:
    with pytest.raises(ModeNotOffered):
        book_slot(by=ada, slot_id=slot.pk, wish=Wish(mode="distanciel"), now=now)

    slot.refresh_from_db()
    assert slot.booked == 0


def test_the_message_is_its_senders(
    ada: User, eve: User, slot: Slot, later_slot: Slot, now: datetime
) -> None:
    hers = book_slot(by=ada, slot_id=slot.pk, wish=Wish(message="Bonjour"), now=now)
    theirs = book_slot(
        by=eve,
        slot_id=later_slot.pk,
        wish=Wish(message="À jeun"),
        now=now,
        patient_id=ada.patient.pk,
    )

    assert (hers.message_patient, hers.message_medecin) == ("Bonjour", "")
    assert (theirs.message_patient, theirs.message_medecin) == ("", "À jeun")


@pytest.mark.postgres_only  # SQLite has no exclusion constraints
def test_the_database_itself_refuses_overlapping_appointments(
    appointment: Appointment, dr_diaz: User
) -> None:
    twin = Appointment.objects.get(pk=appointment.pk)
    twin.pk, twin.doctor, twin.slot = None, dr_diaz.doctor, None

    with pytest.raises(PatientOverlap), transaction.atomic():
        save_or_overlap(twin)


def test_other_broken_rules_are_not_mistaken_for_an_overlap(appointment: Appointment) -> None:
    appointment.status = "lost"

    with pytest.raises(IntegrityError, match="appointment_status"), transaction.atomic():
        save_or_overlap(appointment)
