"""Flat rows for lists, and the names in them."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile

from clinic.appointments.models import Appointment
from clinic.doctors.models import label_of, name_of
from clinic.users.models import User

COLUMNS: Final = (
    "id",
    "status",
    "version",
    "start_at",
    "end_at",
    "requested_start_at",
    "requested_end_at",
    "motif",
    "mode",
    "location_note",
    "message_patient",
    "message_medecin",
    "created_at",
    "slot_id",
    "slot__start_at",
    "slot__end_at",
    "doctor_id",
    "doctor__title",
    "doctor__first_name",
    "doctor__last_name",
    "doctor__city",
    "doctor__address",
    "doctor__time_zone",
    "doctor__cancel_notice_minutes",
    "doctor__user_id",
    "doctor__user__picture",
    "doctor__specialty__name",
    "doctor__specialty__name_en",
    "patient_id",
    "patient__first_name",
    "patient__last_name",
    "patient__phone",
    "patient__user_id",
    "patient__user__username",
    "specialty__name",
    "specialty__name_en",
)

Row = Mapping[str, Any]


def appointments_of(viewer: User) -> QuerySet[Appointment, dict[str, Any]]:
    """Return the rows that ``viewer`` may see, with all that a list shows, in one query."""
    rows: QuerySet[Appointment, dict[str, Any]] = Appointment.objects.visible_to(viewer).values(
        *COLUMNS
    )
    return rows


def row_of(appointment: Appointment) -> Row:
    """Return an appointment that a service has just written as a row of :func:`appointments_of`.

    No query, as far as its people and slot are loaded.
    """
    return {column: _reached(appointment, column) for column in COLUMNS}


def _reached(start: object, path: str) -> Any:
    value: Any = start
    for name in path.split("__"):
        value = getattr(value, name)
        if value is None:
            return None
    # A file is known by its name, as in a row of the database.
    return value.name if isinstance(value, FieldFile) else value


def doctor_name(row: Row) -> str | None:
    """Return the doctor's name in a row of :func:`appointments_of`; None while unassigned."""
    if row["doctor_id"] is None:
        return None
    return name_of(row["doctor__title"], row["doctor__first_name"], row["doctor__last_name"])


def patient_name(row: Row) -> str:
    """Return the patient's name in a row of :func:`appointments_of`."""
    names = (row["patient__first_name"], row["patient__last_name"])
    return " ".join(name for name in names if name) or str(row["patient__user__username"])


def specialty_name(row: Row) -> str | None:
    """Return the specialty's name, in the reader's language."""
    for prefix in ("doctor__specialty__", "specialty__"):
        if row[f"{prefix}name"]:
            return label_of(row[f"{prefix}name"], row[f"{prefix}name_en"])
    return None
