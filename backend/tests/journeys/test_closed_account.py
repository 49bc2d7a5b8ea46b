"""Closing an account leaves nobody with an appointment that will not take place."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.requesting import WishedTime, request_appointment
from clinic.appointments.tasks import on_account_closed
from clinic.deliveries.models import Delivery
from clinic.deliveries.tests.postman import send_due
from clinic.notifications.models import Notification
from clinic.outbox import services as outbox
from clinic.outbox.events import Fact
from clinic.outbox.models import Event
from clinic.patients.models import GuardianKind
from clinic.patients.services.dependants import Person, add_dependant
from clinic.slots.models import Slot
from clinic.slots.tests.factories import slot_at
from clinic.users.events import UserClosed
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]


def relay() -> None:
    while outbox.relay(now=timezone.now() + timedelta(minutes=1)):
        pass


@pytest.fixture
def appointments(ada: User, ben: User, dr_cho: User, dr_diaz: User) -> dict[str, Appointment]:
    """Who has which appointment, from the real now on: the handlers ask the clock."""
    now = timezone.now()

    def booked(by: User, doctor: User, days: int) -> Appointment:
        slot = slot_at(doctor.doctor, now + timedelta(days=days))
        return book_slot(by=by, slot_id=slot.pk, wish=Wish(), now=now)

    made = {
        "ada with cho": booked(ada, dr_cho, 2),
        "ben with cho": booked(ben, dr_cho, 3),
        "ada with diaz": booked(ada, dr_diaz, 4),
        "begun": booked(ada, dr_cho, 5),
    }
    began = {"start_at": now - timedelta(minutes=5), "end_at": now + timedelta(minutes=25)}
    Appointment.objects.filter(pk=made["begun"].pk).update(status="confirmed", **began)
    Appointment.objects.filter(pk=made["ben with cho"].pk).update(status="confirmed")
    relay()
    Notification.objects.all().delete()
    return made


def statuses(appointments: dict[str, Appointment]) -> dict[str, str]:
    return {
        name: Appointment.objects.get(pk=appointment.pk).status
        for name, appointment in appointments.items()
    }


def booked_places(appointment: Appointment) -> int:
    return Slot.objects.get(appointments=appointment).booked


def close(api: Api, eve: User, account: User) -> None:
    response = api(eve).patch(f"/api/users/{account.pk}/", {"is_active": False})
    assert response.status_code == 200


def test_the_patients_of_a_closed_doctor_are_told_and_free(
    api: Api, eve: User, ada: User, dr_cho: User, appointments: dict[str, Appointment]
) -> None:
    close(api, eve, dr_cho)
    relay()

    assert statuses(appointments) == {
        "ada with cho": "cancelled",
        "ben with cho": "cancelled",
        "ada with diaz": "pending",
        "begun": "confirmed",
    }
    told = Notification.objects.exclude(recipient=dr_cho).order_by("id")
    assert [(row.recipient.username, row.kind) for row in told] == [
        ("ada", "appointment_cancelled"),
        ("ben", "appointment_cancelled"),
    ]
    assert booked_places(appointments["ada with cho"]) == 0
    assert booked_places(appointments["ben with cho"]) == 0
    last = api(ada).get(f"/api/appointments/{appointments['ada with cho'].pk}/history/").json()[-1]
    assert (last["transition"], last["party"], last["by"]) == ("cancel", "system", None)
    assert last["reason"] == (
        "Le médecin n’exerce plus sur la plateforme. Choisissez un autre médecin."
    )


def test_a_closed_patient_gives_places_and_requests_back(
    api: Api, eve: User, ada: User, dr_cho: User, appointments: dict[str, Appointment]
) -> None:
    now = timezone.now()
    wished = WishedTime(start_at=now + timedelta(days=9), end_at=now + timedelta(days=10))
    appointments["request"] = request_appointment(by=ada, wished=wished, wish=Wish(), now=now)
    close(api, eve, ada)
    relay()

    assert statuses(appointments) == {
        "ada with cho": "cancelled",
        "ben with cho": "confirmed",
        "ada with diaz": "cancelled",
        "begun": "confirmed",
        "request": "cancelled",
    }
    told = Notification.objects.filter(kind="appointment_cancelled").exclude(recipient=ada)
    assert list(told.order_by("id").values_list("recipient__username", flat=True)) == [
        "dr_cho",
        "dr_diaz",
    ]
    history = (
        api(dr_cho).get(f"/api/appointments/{appointments['ada with cho'].pk}/history/").json()
    )
    assert history[-1]["reason"] == "Le compte du patient a été fermé."


def test_closing_again_and_the_event_again_do_nothing(
    api: Api, eve: User, dr_cho: User, appointments: dict[str, Appointment]
) -> None:
    close(api, eve, dr_cho)
    close(api, eve, dr_cho)
    relay()
    transitions = AppointmentEvent.objects.count()

    for event in Event.objects.filter(topic="user.closed"):
        closed = UserClosed(**event.payload)
        on_account_closed([Fact(id=event.pk, recorded_at=event.recorded_at, payload=closed)])

    assert Event.objects.filter(topic="user.closed").count() == 1
    assert AppointmentEvent.objects.count() == transitions
    assert booked_places(appointments["ada with cho"]) == 0


def test_who_was_let_in_again_keeps_everything(
    api: Api, eve: User, dr_cho: User, appointments: dict[str, Appointment]
) -> None:
    before = statuses(appointments)
    close(api, eve, dr_cho)
    assert api(eve).patch(f"/api/users/{dr_cho.pk}/", {"is_active": True}).status_code == 200
    relay()

    assert statuses(appointments) == before


def letters() -> list[tuple[str, str]]:
    """Send what is due, after the quiet hours too; return to whom and with which first words."""
    relay()
    sent = send_due(at=timezone.now() + timedelta(days=1))
    return sorted((mail.to[0].split("@")[0], str(mail.body).split("\n")[2]) for mail in sent)


def test_whoever_has_left_is_mailed_what_was_cancelled_and_nothing_else(
    api: Api, eve: User, ada: User, dr_cho: User, appointments: dict[str, Appointment]
) -> None:
    """Her child's appointment too; once."""
    now = timezone.now()
    person = Person("Tom", "Martin", date(2019, 4, 3))
    kind = GuardianKind.PARENT
    tom = add_dependant(by=ada, person=person, kind=kind, now=now, today=now.date()).patient
    slot = slot_at(dr_cho.doctor, now + timedelta(days=6))
    book_slot(by=ada, slot_id=slot.pk, wish=Wish(), now=now, patient_id=tom.pk)
    close(api, eve, ada)
    mine = [words for to, words in letters() if to == "ada"]

    assert len(mine) == 3
    assert all("est annulé" in words for words in mine)
    assert len([words for words in mine if "Tom Martin" in words]) == 1
    assert letters() == []
    states = Delivery.objects.filter(recipient_id=ada.pk).values_list("recipient_kind", "state")
    assert set(states) == {("user", "cancelled"), ("leaver", "sent")}


def test_a_last_mail_leads_nowhere_that_is_closed(
    api: Api, eve: User, ada: User, dr_cho: User, appointments: dict[str, Appointment]
) -> None:
    close(api, eve, dr_cho)
    relay()
    sent = send_due(at=timezone.now() + timedelta(days=1))
    bodies = {mail.to[0].split("@")[0]: str(mail.body) for mail in sent}

    assert "Vous recevez cet e-mail car votre compte a été fermé." in bodies["dr_cho"]
    assert "/medecin/" not in bodies["dr_cho"]
    assert f"/rendez-vous/{appointments['ada with cho'].pk}" in bodies["ada"]
