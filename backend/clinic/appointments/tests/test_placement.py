"""Where an appointment takes place: a street for one in person, at most a link for one by video."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.editing import edit_appointment
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.slots.models import Slot
from clinic.slots.modes import Mode
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]
STREET = "1 rue des Lilas"


def offered(doctor: User, start_at: datetime, mode: Mode = Mode.BOTH) -> Slot:
    return slot_at(doctor.doctor, start_at, mode=mode, location=STREET)


@pytest.fixture
def either(dr_cho: User, now: datetime) -> Slot:
    return offered(dr_cho, now + timedelta(days=2))


def booked(by: User, slot: Slot, mode: str, now: datetime) -> Appointment:
    return book_slot(by=by, slot_id=slot.pk, wish=Wish(mode=mode), now=now)


def noted(appointment: Appointment) -> str:
    appointment.refresh_from_db()
    return appointment.location_note


@pytest.mark.parametrize(("mode", "place"), [("presentiel", STREET), ("distanciel", "")])
def test_a_street_is_for_appointments_in_person(
    ada: User, either: Slot, now: datetime, mode: str, place: str
) -> None:
    assert noted(booked(ada, either, mode, now)) == place


def test_the_place_follows_the_mode(ada: User, either: Slot, now: datetime) -> None:
    appointment = booked(ada, either, "presentiel", now)

    def turn_to(mode: str) -> str:
        edit_appointment(by=ada, appointment_id=appointment.pk, changes={"mode": mode}, now=now)
        return noted(appointment)

    assert turn_to("distanciel") == ""
    assert turn_to("presentiel") == STREET


def test_a_link_given_with_the_mode_stays(
    ada: User, dr_cho: User, either: Slot, now: datetime
) -> None:
    appointment = booked(ada, either, "presentiel", now)
    changes = {"mode": "distanciel", "location_note": "https://visio.example/42"}

    edit_appointment(by=dr_cho, appointment_id=appointment.pk, changes=changes, now=now)

    assert noted(appointment) == "https://visio.example/42"


@pytest.mark.parametrize(
    ("mode", "place"), [(Mode.BOTH, "https://visio.example/42"), (Mode.IN_PERSON, STREET)]
)
def test_a_moved_appointment_keeps_its_link_as_long_as_it_is_by_video(
    ada: User, dr_cho: User, either: Slot, now: datetime, mode: Mode, place: str
) -> None:
    appointment = booked(ada, either, "distanciel", now)
    link = {"location_note": "https://visio.example/42"}
    edit_appointment(by=dr_cho, appointment_id=appointment.pk, changes=link, now=now)
    later = offered(dr_cho, now + timedelta(days=3), mode)

    reschedule_appointment(by=dr_cho, appointment_id=appointment.pk, slot_id=later.pk, now=now)

    assert noted(appointment) == place


@pytest.mark.parametrize(
    ("mode", "line"), [("presentiel", f"LOCATION:{STREET}"), ("distanciel", "LOCATION:En vidéo")]
)
def test_the_calendar_file_names_the_place(
    api: Api, ada: User, either: Slot, now: datetime, mode: str, line: str
) -> None:
    appointment = booked(ada, either, mode, now)

    file = api(ada).get(f"/api/appointments/{appointment.pk}/ics/").content.decode()

    assert line in file.split("\r\n")
