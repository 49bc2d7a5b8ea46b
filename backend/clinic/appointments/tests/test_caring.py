"""What appointments open of a patient to a doctor, and what closes it again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment
from clinic.appointments.services.assigning import assign_appointment
from clinic.appointments.services.confirming import confirm_appointment
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.care.models import CareRelation
from clinic.care.policies import Closer
from clinic.care.services.relations import end_long_past, end_relation, keep_relation
from clinic.doctors.models import Doctor
from clinic.patients.models import Patient
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
HOUR = timedelta(hours=1)
NEVER = datetime(2099, 11, 23, 12, tzinfo=UTC)
Book = Callable[..., Appointment]


def open_to(doctor: User, patient: User) -> str | None:
    """Return how much of the patient is open to the doctor."""
    relation = CareRelation.objects.visible_to(doctor).filter(patient=patient.patient).first()
    assert Patient.objects.visible_to(doctor).filter(user=patient).exists() is bool(relation)
    return relation.scope if relation else None


def apply(by: User, appointment: Appointment, transition: Transition, now: datetime) -> None:
    apply_transition(by=by, appointment_id=appointment.pk, transition=transition, now=now)


def test_a_request_opens_who_it_is_and_confirming_it_the_record(
    ada: User, dr_cho: User, dr_diaz: User, appointment: Appointment, now: datetime
) -> None:
    assert open_to(dr_cho, ada) == "contact"
    confirm_appointment(by=dr_cho, appointment_id=appointment.pk, now=now)

    assert open_to(dr_cho, ada) == "record"
    assert open_to(dr_diaz, ada) is None


@pytest.mark.parametrize("transition", [Transition.DECLINE, Transition.CANCEL])
def test_a_request_that_comes_to_nothing_leaves_nothing(
    transition: Transition, ada: User, dr_cho: User, appointment: Appointment, now: datetime
) -> None:
    apply(dr_cho, appointment, transition, now)

    assert open_to(dr_cho, ada) is None


def test_what_is_cancelled_closes_the_record_unless_another_keeps_it(
    ada: User, dr_cho: User, confirmed: Appointment, now: datetime, book: Book
) -> None:
    other = book(ada, slot_at(dr_cho.doctor, now + timedelta(days=9)))
    assert open_to(dr_cho, ada) == "record"

    apply(ada, confirmed, Transition.CANCEL, now)
    assert open_to(dr_cho, ada) == "contact"
    apply(ada, other, Transition.CANCEL, now)
    assert open_to(dr_cho, ada) is None


def test_a_missed_appointment_closes_it_and_one_that_took_place_keeps_it(
    ada: User, dr_cho: User, confirmed: Appointment, now: datetime, book: Book
) -> None:
    assert confirmed.start_at is not None
    apply(dr_cho, confirmed, Transition.NO_SHOW, confirmed.start_at)
    assert open_to(dr_cho, ada) is None

    later = book(ada, slot_at(dr_cho.doctor, now + timedelta(days=9)))
    confirm_appointment(by=dr_cho, appointment_id=later.pk, now=now)
    assert later.start_at is not None
    apply(dr_cho, later, Transition.COMPLETE, later.start_at)
    third = book(ada, slot_at(dr_cho.doctor, now + timedelta(days=19)))
    apply(ada, third, Transition.CANCEL, now)
    assert open_to(dr_cho, ada) == "record"


def test_what_a_doctor_makes_alone_does_not_open_the_record(
    ada: User, dr_cho: User, appointment: Appointment, now: datetime, book: Book
) -> None:
    made = book(dr_cho, slot_at(dr_cho.doctor, now + timedelta(days=9)), patient_id=ada.patient.pk)
    assert (made.status, open_to(dr_cho, ada)) == ("confirmed", "contact")

    apply(ada, appointment, Transition.CANCEL, now)
    assert open_to(dr_cho, ada) == "contact"


def test_what_an_admin_makes_opens_it(
    ada: User, eve: User, dr_cho: User, now: datetime, book: Book
) -> None:
    book(eve, slot_at(dr_cho.doctor, now + timedelta(days=9)), patient_id=ada.patient.pk)

    assert open_to(dr_cho, ada) == "record"


def test_given_to_another_doctor_it_moves_along(
    ada: User,
    eve: User,
    dr_cho: User,
    dr_diaz: User,
    appointment: Appointment,
    now: datetime,
) -> None:
    slot = slot_at(dr_diaz.doctor, now + timedelta(days=5))
    assign_appointment(
        by=eve,
        appointment_id=appointment.pk,
        doctor_id=dr_diaz.doctor.pk,
        slot_id=slot.pk,
        now=now,
    )

    assert (open_to(dr_cho, ada), open_to(dr_diaz, ada)) == (None, "contact")


def test_it_ends_by_itself_after_long_and_opens_again(
    ada: User, dr_cho: User, confirmed: Appointment, now: datetime, book: Book
) -> None:
    assert end_long_past(months=24, now=now + timedelta(days=719)) == 0
    assert end_long_past(months=24, now=now + timedelta(days=721)) == 1
    assert open_to(dr_cho, ada) is None

    book(ada, slot_at(dr_cho.doctor, now + timedelta(days=9)))
    assert open_to(dr_cho, ada) == "contact"


@pytest.mark.parametrize("transition", [Transition.CANCEL, Transition.DECLINE])
def test_what_took_place_long_ago_does_not_open_it_again(
    transition: Transition,
    ada: User,
    dr_cho: User,
    confirmed: Appointment,
    now: datetime,
    book: Book,
) -> None:
    ago = now - timedelta(days=900)
    Appointment.objects.update(status="completed", start_at=ago, end_at=ago + HOUR)
    CareRelation.objects.update(last_contact_at=ago)
    assert end_long_past(months=24, now=now) == 1
    new = book(ada, slot_at(dr_cho.doctor, now + timedelta(days=6)))
    assert open_to(dr_cho, ada) == "contact"

    apply(dr_cho, new, transition, now)

    assert open_to(dr_cho, ada) is None


def test_a_request_that_is_confirmed_by_moving_it_opens_the_record(
    ada: User, dr_cho: User, appointment: Appointment, now: datetime
) -> None:
    Doctor.objects.update(auto_confirm=True)
    elsewhere = slot_at(dr_cho.doctor, now + timedelta(days=5))

    moved = reschedule_appointment(
        by=ada, appointment_id=appointment.pk, slot_id=elsewhere.pk, now=now
    )

    assert (moved.status, open_to(dr_cho, ada)) == ("confirmed", "record")


def test_it_is_ended_by_hand(
    ada: User, dr_cho: User, confirmed: Appointment, now: datetime
) -> None:
    relation = CareRelation.objects.get()
    end_relation(relation=relation, by=Closer.ADMIN, now=now)
    end_relation(relation=relation, by=Closer.PATIENT, now=now + timedelta(days=1))

    relation.refresh_from_db()
    assert (relation.closed_at, relation.closed_by) == (now, "admin")
    # The appointment stays, and who has it.
    assert open_to(dr_cho, ada) == "contact"
    apply(ada, confirmed, Transition.CANCEL, now)
    assert open_to(dr_cho, ada) is None


def close(doctor: User, at: datetime) -> None:
    end_relation(relation=CareRelation.objects.get(), by=Closer.PATIENT, now=at)


def test_what_was_agreed_before_it_was_closed_does_not_open_it_again(
    ada: User, dr_cho: User, appointment: Appointment, now: datetime, book: Book
) -> None:
    close(dr_cho, now)
    confirm_appointment(by=dr_cho, appointment_id=appointment.pk, now=now + HOUR)
    assert open_to(dr_cho, ada) == "contact"

    assert appointment.start_at is not None
    apply(dr_cho, appointment, Transition.COMPLETE, appointment.start_at)
    assert (open_to(dr_cho, ada), CareRelation.objects.get().is_closed) == (None, True)


def test_what_the_doctor_makes_then_does_not_open_it_either(
    ada: User, dr_cho: User, confirmed: Appointment, now: datetime, book: Book
) -> None:
    close(dr_cho, now)
    slot = slot_at(dr_cho.doctor, now + timedelta(days=9))
    made = book(dr_cho, slot, patient_id=ada.patient.pk)
    apply(ada, confirmed, Transition.CANCEL, now + HOUR)
    assert open_to(dr_cho, ada) == "contact"

    assert made.start_at is not None
    apply(dr_cho, made, Transition.COMPLETE, made.start_at)
    assert (open_to(dr_cho, ada), CareRelation.objects.get().is_closed) == (None, True)


def test_what_the_patient_makes_later_opens_it_again_as_far_as_it_goes(
    ada: User, dr_cho: User, confirmed: Appointment, now: datetime, book: Book
) -> None:
    Appointment.objects.update(accepted_at=now - 2 * HOUR)
    close(dr_cho, now - HOUR)
    later = book(ada, slot_at(dr_cho.doctor, now + timedelta(days=9)))
    assert (open_to(dr_cho, ada), CareRelation.objects.get().is_closed) == ("contact", False)

    # Declined, the patient has not come back: what stood before counts for no more than it did.
    apply(dr_cho, later, Transition.DECLINE, now)
    assert (open_to(dr_cho, ada), CareRelation.objects.get().is_closed) == ("contact", True)

    third = book(ada, slot_at(dr_cho.doctor, now + timedelta(days=10)))
    confirm_appointment(by=dr_cho, appointment_id=third.pk, now=now)
    assert (open_to(dr_cho, ada), CareRelation.objects.get().is_closed) == ("record", False)


def test_what_an_emergency_opened_no_cancellation_closes(
    ada: User, dr_cho: User, appointment: Appointment, now: datetime
) -> None:
    CareRelation.objects.update(scope="record", basis="emergency", emergency_until=NEVER)
    apply(ada, appointment, Transition.CANCEL, now)

    assert open_to(dr_cho, ada) == "record"


@pytest.mark.django_db(transaction=True)
def test_it_is_kept_with_what_it_follows_from(ada: User, dr_cho: User, now: datetime) -> None:
    with pytest.raises(RuntimeError, match="inside"):
        keep_relation(
            doctor_id=dr_cho.doctor.pk,
            patient_id=ada.patient.pk,
            meetings=[],
            now=now,
            is_addition=False,
        )


def test_patients_see_who_treats_them(
    ada: User, ben: User, eve: User, confirmed: Appointment
) -> None:
    assert CareRelation.objects.visible_to(ada).count() == 1
    assert CareRelation.objects.visible_to(eve).count() == 1
    assert CareRelation.objects.visible_to(ben).count() == 0
