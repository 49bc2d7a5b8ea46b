"""What calendar programs are told of an appointment, by RFC 5545 and RFC 5546."""

from datetime import datetime
from typing import Any

import pytest
from icalendar import Calendar, Event

from clinic.appointments.models import Appointment
from clinic.appointments.selectors.calendar_file import calendar_file, method_for, owner_of
from clinic.appointments.selectors.rows import appointment_of
from clinic.common.errors import Missing
from clinic.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def appointment(confirmed: Appointment) -> Appointment:
    return confirmed


def entry(appointment: Appointment, viewer: User, now: datetime) -> tuple[str, Event]:
    """Return the method and the one event of what is mailed."""
    row = appointment_of(viewer, appointment.pk)
    file = calendar_file(
        row, owner=owner_of(viewer, row), now=now, method=method_for(row["status"])
    )
    calendar: Any = Calendar.from_ical(file.decode())
    [event] = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


@pytest.mark.parametrize(
    ("status", "method", "shown"),
    [
        ("pending", "REQUEST", "TENTATIVE"),
        ("confirmed", "REQUEST", "CONFIRMED"),
        ("completed", "REQUEST", "CONFIRMED"),
        ("no_show", "REQUEST", "CONFIRMED"),
        ("declined", "CANCEL", "CANCELLED"),
        ("cancelled", "CANCEL", "CANCELLED"),
    ],
)
def test_what_a_mailed_one_does_to_a_calendar(
    appointment: Appointment, ada: User, now: datetime, status: str, method: str, shown: str
) -> None:
    Appointment.objects.update(status=status)

    does, event = entry(appointment, ada, now)

    assert (does, str(event["STATUS"])) == (method, shown)


def test_a_later_version_takes_the_place_of_an_earlier_one(
    appointment: Appointment, ada: User, now: datetime
) -> None:
    _method, first = entry(appointment, ada, now)
    Appointment.objects.update(version=7)
    _method, second = entry(appointment, ada, now)

    assert first["UID"] == second["UID"] == f"appointment-{appointment.pk}@localhost:8000"
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (appointment.version, 7)


def test_it_is_addressed_to_who_gets_it_and_wants_no_answer(
    appointment: Appointment, ada: User, dr_cho: User, now: datetime
) -> None:
    _method, hers = entry(appointment, ada, now)
    _method, his = entry(appointment, dr_cho, now)

    assert str(hers["ATTENDEE"]) == f"mailto:{ada.email}"
    assert dict(hers["ATTENDEE"].params) == {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    assert str(hers["ORGANIZER"]) == "mailto:ne-pas-repondre@localhost"
    assert str(hers["URL"]) == f"http://localhost:8000/rendez-vous/{appointment.pk}"
    assert str(his["ATTENDEE"]) == f"mailto:{dr_cho.email}"
    assert str(his["URL"]) == f"http://localhost:8000/medecin/rendez-vous/{appointment.pk}"


def test_without_a_time_there_is_nothing_to_put_into_a_calendar(
    appointment: Appointment, ada: User, now: datetime
) -> None:
    Appointment.objects.update(status="pending", slot=None, start_at=None, end_at=None)

    with pytest.raises(Missing):
        entry(appointment, ada, now)
