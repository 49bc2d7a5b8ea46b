"""One appointment as an iCalendar file (RFC 5545), and as a message to a calendar (RFC 5546)."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from clinic.appointments.lifecycle import Status
from clinic.appointments.selectors import rows
from clinic.common.errors import Missing
from clinic.slots.modes import ConsultationMode
from clinic.users.models import User
from clinic.users.roles import Role

# What took place, or was missed, stays in the calendar.
_ICAL_STATUS: Final[Mapping[str, str]] = {
    Status.PENDING: "TENTATIVE",
    Status.DECLINED: "CANCELLED",
    Status.CANCELLED: "CANCELLED",
}
_PAGES: Final[Mapping[str, str]] = {
    Role.PATIENT: "/rendez-vous",
    Role.DOCTOR: "/medecin/rendez-vous",
}
# Kept by its reader, who asks for another one when they want it.
PUBLISH: Final = "PUBLISH"
# Sent to a mailbox: the calendar there takes it over, or strikes it out.
REQUEST: Final = "REQUEST"
CANCEL: Final = "CANCEL"


class CalendarOwner(NamedTuple):
    """In whose calendar an appointment stands: how they see it, their address, and the page that
    they can open, if any."""

    is_patients_side: bool
    address: str
    page: str


def owner_of(viewer: User, row: Mapping[str, Any]) -> CalendarOwner:
    """Return somebody with an account."""
    page = _PAGES.get(viewer.role)
    return CalendarOwner(
        is_patients_side=viewer.role == Role.PATIENT,
        address=viewer.email,
        page=f"{settings.FRONTEND_BASE_URL}{page}/{row['id']}" if page else "",
    )


def method_for(status: str) -> str:
    """Return what a calendar is to do with an appointment in that state."""
    return CANCEL if _ICAL_STATUS.get(status) == "CANCELLED" else REQUEST


def calendar_file(
    row: Mapping[str, Any], *, owner: CalendarOwner, now: datetime, method: str = PUBLISH
) -> bytes:
    """Return the file; raise Missing for a request that has no time yet.

    A new version replaces the old one in the calendar program (same UID, higher SEQUENCE). The
    reason for the appointment is left out: calendars are often shared.
    """
    if row["start_at"] is None:
        raise Missing
    other = rows.doctor_name(row) if owner.is_patients_side else None
    event = Event()
    event.add("uid", f"appointment-{row['id']}@{urlsplit(settings.PUBLIC_BASE_URL).netloc}")
    event.add("sequence", row["version"])
    event.add("dtstamp", now)
    event.add("dtstart", row["start_at"])
    event.add("dtend", row["end_at"])
    event.add(
        "summary",
        _("Appointment with %(name)s") % {"name": other or rows.patient_name(row)},
    )
    if place := place_of(row):
        event.add("location", place)
    event.add("status", _ICAL_STATUS.get(row["status"], "CONFIRMED"))
    if owner.page:
        event.add("url", owner.page)
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    event["organizer"] = _person(address, CN=name)
    if method != PUBLISH:
        # Nobody is asked for an answer here: that is given on the site.
        event["attendee"] = _person(owner.address, PARTSTAT="ACCEPTED", RSVP="FALSE")
    calendar = Calendar()
    calendar.add("prodid", "-//Creneau//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def place_of(row: Mapping[str, Any]) -> str:
    """Return where the appointment takes place: what the doctor has noted, or else the practice."""
    if row["location_note"]:
        return str(row["location_note"])
    mode = ConsultationMode(row["mode"])
    if mode is ConsultationMode.VIDEO:
        return str(mode.label)
    return ", ".join(part for part in (row["doctor__address"], row["doctor__city"]) if part)


def _person(address: str, **parameters: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    person.params.update({name: vText(value) for name, value in parameters.items() if value})
    return person
