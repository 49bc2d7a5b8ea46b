"""A parent closes their account: their child's appointments stay with who is left, or go."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.services.account_closure import cancel_appointments_of
from clinic.notifications.models import Notification
from clinic.notifications.selectors import notification_shape
from clinic.outbox import services as outbox
from clinic.patients.models import Guardian, GuardianKind, Patient
from clinic.patients.services.dependants import Person, add_dependant
from clinic.slots.models import Slot
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Book = Callable[..., Appointment]


@pytest.fixture
def zoe(ada: User, now: datetime) -> Patient:
    """Ada's child."""
    child = Person("Zoé", "Martin", date(2019, 4, 3))
    kind = GuardianKind.PARENT
    return add_dependant(by=ada, person=child, kind=kind, now=now, today=now.date()).patient


@pytest.fixture
def zoes(ada: User, zoe: Patient, slot: Slot, book: Book) -> Appointment:
    """The child's appointment, which Ada made."""
    return book(ada, slot, patient_id=zoe.pk)


def close(user: User) -> int:
    User.objects.filter(pk=user.pk).update(is_active=False)
    # The database's clock says until when somebody acts for a patient.
    return cancel_appointments_of(user_id=user.pk, now=timezone.now())


def test_a_child_for_whom_nobody_else_acts_has_no_appointment_left(
    ada: User, dr_cho: User, zoes: Appointment, slot: Slot
) -> None:
    assert close(ada) == 1

    zoes.refresh_from_db()
    slot.refresh_from_db()
    assert (zoes.status, slot.booked) == ("cancelled", 0)
    assert AppointmentEvent.objects.latest("id").details == {"account_closed": "patient"}
    assert not Guardian.objects.in_force().exists()
    outbox.relay(now=timezone.now() + timedelta(minutes=1))
    told = Notification.objects.filter(recipient=dr_cho).values_list("kind", flat=True)
    assert "appointment_cancelled" in told


def test_it_stays_with_the_other_parent_who_is_told(
    ada: User, ben: User, zoe: Patient, zoes: Appointment, now: datetime
) -> None:
    Guardian.objects.create(user=ben, patient=zoe, created_at=now)
    assert close(ada) == 0

    assert Appointment.objects.visible_to(ben).get() == zoes
    assert [one.user for one in Guardian.objects.in_force()] == [ben]
    outbox.relay(now=timezone.now() + timedelta(minutes=1))
    [told] = map(dict, Notification.objects.filter(kind="guardian_left").values())
    assert told["recipient_id"] == ben.pk
    with translation.override("en"):
        assert notification_shape(told)["text"] == (
            "Ada Martin has left and no longer acts for Zoé Martin. The appointments stay."
        )
    assert close(ben) == 1


def test_it_stays_with_a_child_who_has_an_account(
    ada: User, ben: User, zoe: Patient, zoes: Appointment
) -> None:
    Patient.objects.filter(user=ben).update(user=None)
    Patient.objects.filter(pk=zoe.pk).update(user=ben)
    assert close(ada) == 0

    zoes.refresh_from_db()
    assert zoes.status == "pending"


def test_whose_account_is_open_again_loses_nobody(
    ada: User, zoes: Appointment, now: datetime
) -> None:
    assert cancel_appointments_of(user_id=ada.pk, now=now) == 0
    assert Guardian.objects.in_force().exists()
