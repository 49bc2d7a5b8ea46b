"""One appointment as an iCalendar file (RFC 5545)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from clinic.appointments.lifecycle import Status
from clinic.appointments.selectors import rows
from clinic.common.errors import Missing
from clinic.slots.modes import ConsultationMode
from clinic.users.models import User
from clinic.users.roles import Role

_ICAL_STATUS: Final = {Status.PENDING: "TENTATIVE", Status.CONFIRMED: "CONFIRMED"}


def calendar_file(row: Mapping[str, Any], *, viewer: User, now: datetime) -> bytes:
    """Return the file; raise Missing for a request that has no time yet.

    A new version replaces the old one in the calendar program (same UID, higher SEQUENCE). The
    reason for the appointment is left out: calendars are often shared.
    """
    if row["start_at"] is None:
        raise Missing
    other = rows.doctor_name(row) if viewer.role == Role.PATIENT else None
    event = Event()
    event.add("uid", f"appointment-{row['id']}@{settings.PUBLIC_BASE_URL.split('//')[-1]}")
    event.add("sequence", row["version"])
    event.add("dtstamp", now)
    event.add("dtstart", row["start_at"])
    event.add("dtend", row["end_at"])
    event.add(
        "summary",
        _("Appointment with %(name)s") % {"name": other or rows.patient_name(row)},
    )
    if place := row["location_note"] or _usual_place(row):
        event.add("location", place)
    event.add("status", _ICAL_STATUS.get(Status(row["status"]), "CANCELLED"))
    event.add("url", f"{settings.FRONTEND_BASE_URL}/rendez-vous/{row['id']}")
    calendar = Calendar()
    calendar.add("prodid", "-//Creneau//FR")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _usual_place(row: Mapping[str, Any]) -> str:
    mode = ConsultationMode(row["mode"])
    if mode is ConsultationMode.VIDEO:
        return str(mode.label)
    return ", ".join(part for part in (row["doctor__address"], row["doctor__city"]) if part)
