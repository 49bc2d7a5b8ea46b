"""While another time is proposed, the patient is taken then as well."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from clinic.appointments.models import Appointment, RescheduleProposal
from clinic.appointments.services.assigning import assign_appointment
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.overlapping import PatientOverlap
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.slots.models import Slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Book = Callable[..., Appointment]
Ask = Callable[..., Appointment]


@pytest.fixture
def proposed(
    confirmed: Appointment, ada: User, later_slot: Slot, now: datetime
) -> RescheduleProposal:
    """Ada proposes an hour later."""
    reschedule_appointment(by=ada, appointment_id=confirmed.pk, slot_id=later_slot.pk, now=now)
    return RescheduleProposal.objects.get()


@pytest.fixture
def elsewhere(dr_diaz: User, later_slot: Slot) -> Slot:
    """Dr. Diaz's slot, ten minutes after the proposed one begins."""
    return slot_at(dr_diaz.doctor, later_slot.start_at + timedelta(minutes=10))


def is_free(slot: Slot) -> bool:
    slot.refresh_from_db()
    return slot.booked == 0


@pytest.mark.parametrize("person", ["ada", "eve"])
def test_nobody_books_the_patient_then(
    proposed: RescheduleProposal,
    ada: User,
    eve: User,
    elsewhere: Slot,
    now: datetime,
    person: str,
) -> None:
    by = {"ada": ada, "eve": eve}[person]
    with pytest.raises(PatientOverlap):
        book_slot(by=by, slot_id=elsewhere.pk, wish=Wish(), now=now, patient_id=ada.patient.pk)

    assert is_free(elsewhere)


def test_at_the_confirmed_time_the_patient_is_taken_too(
    proposed: RescheduleProposal, ada: User, dr_diaz: User, slot: Slot, book: Book
) -> None:
    with pytest.raises(PatientOverlap):
        book(ada, slot_at(dr_diaz.doctor, slot.start_at + timedelta(minutes=10)))


def test_a_wished_time_passes_over_it(
    proposed: RescheduleProposal, ada: User, dr_diaz: User, elsewhere: Slot, ask: Ask
) -> None:
    with pytest.raises(PatientOverlap):
        ask(
            ada,
            doctor_id=dr_diaz.doctor.pk,
            start_at=elsewhere.start_at,
            end_at=elsewhere.end_at,
        )

    assert is_free(elsewhere)


def test_a_request_is_not_placed_then(
    proposed: RescheduleProposal,
    ada: User,
    eve: User,
    dr_diaz: User,
    elsewhere: Slot,
    ask: Ask,
    now: datetime,
) -> None:
    waiting = ask(ada, start_at=now + timedelta(days=5), end_at=now + timedelta(days=6))
    assert waiting.doctor is None

    with pytest.raises(PatientOverlap):
        assign_appointment(
            by=eve,
            appointment_id=waiting.pk,
            doctor_id=dr_diaz.doctor.pk,
            slot_id=elsewhere.pk,
            now=now,
        )

    assert is_free(elsewhere)


def test_no_other_appointment_is_moved_there_nor_proposed(
    proposed: RescheduleProposal,
    ada: User,
    dr_diaz: User,
    eve: User,
    elsewhere: Slot,
    now: datetime,
) -> None:
    distant = slot_at(dr_diaz.doctor, now + timedelta(days=6))
    other = book_slot(by=eve, slot_id=distant.pk, wish=Wish(), now=now, patient_id=ada.patient.pk)
    assert other.status == "confirmed"

    for by in (ada, dr_diaz):
        with pytest.raises(PatientOverlap):
            reschedule_appointment(by=by, appointment_id=other.pk, slot_id=elsewhere.pk, now=now)

    assert is_free(elsewhere)
    assert RescheduleProposal.objects.get() == proposed


def test_another_appointment_is_not_proposed_at_the_time_of_one(
    confirmed: Appointment, ada: User, dr_diaz: User, later_slot: Slot, book: Book, now: datetime
) -> None:
    book(ada, slot_at(dr_diaz.doctor, later_slot.start_at + timedelta(minutes=10)))

    with pytest.raises(PatientOverlap):
        reschedule_appointment(by=ada, appointment_id=confirmed.pk, slot_id=later_slot.pk, now=now)

    assert is_free(later_slot)


def test_what_can_no_longer_be_answered_holds_nobody_up(
    proposed: RescheduleProposal, ada: User, elsewhere: Slot, book: Book, now: datetime
) -> None:
    RescheduleProposal.objects.update(expires_at=now)

    assert book(ada, elsewhere).status == "pending"


def test_another_patient_is_not_concerned(
    proposed: RescheduleProposal, ben: User, elsewhere: Slot, book: Book
) -> None:
    assert book(ben, elsewhere).status == "pending"
