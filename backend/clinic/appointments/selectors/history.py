"""The history of one appointment."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from clinic.appointments.lifecycle import (
    ACCEPTED_BY,
    ACCOUNT_CLOSED,
    MAILED_TO,
    SLOT_GONE,
    AcceptedBy,
    MailedTo,
    Party,
)
from clinic.appointments.models import AppointmentEvent
from clinic.appointments.selectors.rows import Row
from clinic.doctors.models import name_of
from clinic.users.models import User


def history_of(*, viewer: User, appointment_id: int) -> QuerySet[AppointmentEvent, dict[str, Any]]:
    """Return the transitions of one appointment."""
    rows: Any = (
        AppointmentEvent.objects.visible_to(viewer)
        .filter(appointment_id=appointment_id)
        .values(
            "id",
            "at",
            "party",
            "transition",
            "from_status",
            "to_status",
            "reason",
            "details",
            "by_id",
            "by__username",
            "by__patient__id",
            "by__patient__first_name",
            "by__patient__last_name",
            "by__doctor__id",
            "by__doctor__title",
            "by__doctor__first_name",
            "by__doctor__last_name",
            patient_id=F("appointment__patient_id"),
        )
    )
    history: QuerySet[AppointmentEvent, dict[str, Any]] = rows
    return history


def reason_of(row: Row) -> str:
    """Return why it was made: in the words of who made it, or what the system says for it."""
    closed = row["details"].get(ACCOUNT_CLOSED)
    if closed == Party.DOCTOR:
        return _("The doctor has left the platform. Please choose another doctor.")
    if closed == Party.PATIENT:
        return _("The patient's account was closed.")
    if row["details"].get(SLOT_GONE):
        return _("The doctor no longer sees patients at the proposed time.")
    return str(row["reason"])


def means_of(details: Mapping[str, Any]) -> str:
    """Return in words by what it was accepted, and where a link was mailed to; else nothing."""
    if ACCEPTED_BY not in details:
        return ""
    words = [AcceptedBy(details[ACCEPTED_BY]).label]
    if MAILED_TO in details:
        words.append(MailedTo(details[MAILED_TO]).label)
    return ", ".join(map(str, words))


def actor_name(row: Row) -> str | None:
    """Return who made it, as the others know them: who runs the clinic has no name there."""
    if row["by_id"] is None:
        return None
    if row["by__doctor__id"] is None and row["by__patient__id"] is None:
        return _("The clinic")
    if row["by__doctor__last_name"]:
        return name_of(
            row["by__doctor__title"], row["by__doctor__first_name"], row["by__doctor__last_name"]
        )
    names = (row["by__patient__first_name"], row["by__patient__last_name"])
    return " ".join(name for name in names if name) or str(row["by__username"])
