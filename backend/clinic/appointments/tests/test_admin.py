from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(eve: User, client: Client) -> Client:
    """Eve in Django's admin."""
    client.force_login(eve, backend="clinic.users.backends.UsernameOrEmailBackend")
    return client


def act(office: Client, name: str, chosen: list[int]) -> Any:
    return office.post(
        reverse("admin:appointments_appointment_changelist"),
        {"action": name, "_selected_action": chosen},
        follow=True,
    )


def test_admins_read_appointments_with_their_history(
    office: Client, confirmed: Appointment
) -> None:
    listed = office.get(
        reverse("admin:appointments_appointment_changelist"), {"q": "Martin", "status": "confirmed"}
    )
    shown = office.get(reverse("admin:appointments_appointment_change", args=[confirmed.pk]))

    assert "Ada Martin" in listed.content.decode()
    assert shown.status_code == 200
    assert shown.content.decode().count("dr_cho") >= 1


def test_admins_see_by_what_an_appointment_was_accepted(
    office: Client, confirmed: Appointment
) -> None:
    details = {"accepted_by": "link", "mailed_to": "written_down"}
    AppointmentEvent.objects.filter(transition="confirm").update(details=details)

    shown = office.get(reverse("admin:appointments_appointment_change", args=[confirmed.pk]))

    words = "Accepté par le lien d&#x27;un e-mail, à l&#x27;adresse que le cabinet a notée"
    assert words in shown.content.decode()


def test_admins_cancel_through_the_service(
    office: Client, confirmed: Appointment, ben: User, later_slot: Any, book: Callable[..., Any]
) -> None:
    over = book(ben, later_slot)
    Appointment.objects.filter(pk=over.pk).update(status="declined")

    answer = act(office, "cancel_appointments", [confirmed.pk, over.pk])

    confirmed.refresh_from_db()
    over.refresh_from_db()
    assert (confirmed.status, over.status) == ("cancelled", "declined")
    assert "Annulés : 1." in answer.content.decode()


def test_appointments_are_neither_added_nor_deleted_here(
    office: Client, confirmed: Appointment
) -> None:
    assert office.get(reverse("admin:appointments_appointment_add")).status_code == 403
    path = reverse("admin:appointments_appointment_delete", args=[confirmed.pk])
    assert office.post(path, {"post": "yes"}).status_code == 403
    assert Appointment.objects.count() == 1


def test_doctors_and_patients_stay_outside(client: Client, ada: User, dr_cho: User) -> None:
    for user in (ada, dr_cho):
        client.force_login(user, backend="clinic.users.backends.UsernameOrEmailBackend")
        answer = client.get(reverse("admin:appointments_appointment_changelist"))
        assert answer.status_code == 302
