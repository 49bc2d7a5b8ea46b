"""Flat rows for lists, and the names in them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Manager, QuerySet
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Coalesce

from clinic.appointments.lifecycle import Status
from clinic.appointments.models import Appointment, RescheduleProposal
from clinic.doctors.models import Doctor, Specialty, label_of, name_of
from clinic.patients.models import Patient
from clinic.users.models import User

OWN_COLUMNS: Final = (
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
    "accepted_at",
    "arrived_at",
    "slot_id",
    "doctor_id",
    "patient_id",
    "specialty_id",
)
DOCTOR_COLUMNS: Final = (
    "title",
    "first_name",
    "last_name",
    "city",
    "address",
    "phone",
    "time_zone",
    "cancel_notice_minutes",
    "user_id",
    "user__portrait",
    "specialty__name",
    "specialty__name_en",
)
PATIENT_COLUMNS: Final = ("first_name", "last_name", "phone", "user_id", "user__username")
SPECIALTY_COLUMNS: Final = ("name", "name_en")
PROPOSAL_COLUMNS: Final = ("slot_id", "start_at", "end_at", "mode", "expires_at")

Row = Mapping[str, Any]


def appointments_of(viewer: User) -> QuerySet[Appointment, dict[str, Any]]:
    """Return the rows that ``viewer`` may see; :func:`with_people` completes those of a page."""
    rows: QuerySet[Appointment, dict[str, Any]] = Appointment.objects.visible_to(viewer).values(
        *OWN_COLUMNS
    )
    return rows


def in_time(rows: QuerySet[Appointment, Any]) -> QuerySet[Appointment, Any]:
    """Return rows with ``sort_at``, by which a list has its order: never empty.

    A page begins after the last row of the one before, which no comparison with NULL ever is:
    what has no time yet stands where it is wished.
    """
    return rows.annotate(sort_at=Coalesce("start_at", "requested_start_at", "created_at"))


def appointment_of(viewer: User, appointment_id: int | str) -> Row:
    """Return one complete row. Raises DoesNotExist when ``viewer`` may not see it."""
    [row] = with_people([appointments_of(viewer).get(pk=appointment_id)])
    return row


def with_people(rows: Sequence[Row]) -> list[Row]:
    """Return rows of :func:`appointments_of` with their doctors, patients, specialties and open
    proposals.

    One query for each of these instead of eight joins: planning those took longer than reading.
    """
    doctors = _related(Doctor.objects, "doctor", DOCTOR_COLUMNS, rows)
    patients = _related(Patient.objects, "patient", PATIENT_COLUMNS, rows)
    specialties = _related(Specialty.objects, "specialty", SPECIALTY_COLUMNS, rows)
    proposals = _proposals(rows)
    return [
        {
            **row,
            **doctors[row["doctor_id"]],
            **patients[row["patient_id"]],
            **specialties[row["specialty_id"]],
            "proposal": proposals.get(row["id"]),
        }
        for row in rows
    ]


def _proposals(rows: Sequence[Row]) -> dict[int, Row]:
    """Return appointment id to its unsettled proposal; only what is confirmed can have one."""
    ids = [row["id"] for row in rows if row["status"] == Status.CONFIRMED]
    if not ids:
        return {}
    unsettled = RescheduleProposal.objects.unsettled().filter(appointment__in=ids)
    return {
        row["appointment_id"]: row for row in unsettled.values("appointment_id", *PROPOSAL_COLUMNS)
    }


def _related(
    manager: Manager[Any], name: str, columns: tuple[str, ...], rows: Sequence[Row]
) -> dict[int | None, dict[str, Any]]:
    """Return id to ``name__column`` values; under None the empty ones of a row without any."""
    keys = [f"{name}__{column}" for column in columns]
    found: dict[int | None, dict[str, Any]] = {None: dict.fromkeys(keys)}
    ids = {row[f"{name}_id"] for row in rows} - {None}
    if ids:
        for pk, *values in manager.filter(pk__in=ids).values_list("pk", *columns):
            found[pk] = dict(zip(keys, values, strict=True))
    return found


def row_of(appointment: Appointment) -> Row:
    """Return an appointment that a service has just made as a complete row.

    No query, as far as its people are loaded; nobody has proposed another time yet.
    """
    paths = [
        *OWN_COLUMNS,
        *(f"doctor__{column}" for column in DOCTOR_COLUMNS),
        *(f"patient__{column}" for column in PATIENT_COLUMNS),
        *(f"specialty__{column}" for column in SPECIALTY_COLUMNS),
    ]
    return {path: _reached(appointment, path) for path in paths} | {"proposal": None}


def _reached(start: object, path: str) -> Any:
    value: Any = start
    for name in path.split("__"):
        value = getattr(value, name)
        if value is None:
            return None
    # A file is known by its name, as in a row of the database.
    return value.name if isinstance(value, FieldFile) else value


def waiting_proposal(row: Row, *, now: datetime) -> Row | None:
    """Return the proposal of a row of :func:`with_people` that can still be answered at ``now``."""
    proposal: Row | None = row["proposal"]
    if proposal is None or proposal["slot_id"] is None or proposal["expires_at"] <= now:
        return None
    return proposal


def doctor_name(row: Row) -> str | None:
    """Return the doctor's name in a row of :func:`with_people`; None while unassigned."""
    if row["doctor_id"] is None:
        return None
    return name_of(row["doctor__title"], row["doctor__first_name"], row["doctor__last_name"])


def patient_name(row: Row) -> str:
    """Return the patient's name in a row of :func:`with_people`."""
    names = (row["patient__first_name"], row["patient__last_name"])
    return " ".join(name for name in names if name) or str(row["patient__user__username"] or "")


def specialty_name(row: Row) -> str | None:
    """Return the specialty's name, in the reader's language."""
    for prefix in ("doctor__specialty__", "specialty__"):
        if row[f"{prefix}name"]:
            return label_of(row[f"{prefix}name"], row[f"{prefix}name_en"])
    return None
