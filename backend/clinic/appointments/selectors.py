"""Reads of appointments: flat rows for lists, and who has room at a wished time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F, QuerySet
from django.db.models.fields.files import FieldFile

from clinic.appointments.lifecycle import ACTIVE, Move, Party, Status, moves_for
from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.policies import may_change_until, party_of, refusal_of
from clinic.doctors.models import Specialty, label_of, name_of
from clinic.slots.models import Slot
from clinic.users.models import User
from clinic.users.roles import Role

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

# What the clinic can do with a request that has no doctor yet.
WITHOUT_DOCTOR: Final = {
    Party.DOCTOR: frozenset({Move.ASSIGN}),
    Party.ADMIN: frozenset({Move.ASSIGN, Move.CANCEL, Move.DECLINE}),
}

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


def open_moves(row: Row, *, viewer: User, now: datetime) -> list[Move]:
    """Return what ``viewer`` can do to this appointment now."""
    party = party_of(
        role=viewer.role,
        user_id=viewer.pk,
        patient_user_id=row["patient__user_id"],
        doctor_user_id=row["doctor__user_id"],
    )
    status = Status(row["status"])
    if status not in ACTIVE:
        return []
    if row["doctor_id"] is None and party is not Party.PATIENT:
        return [move for move in moves_for(status, party) if move in WITHOUT_DOCTOR[party]]
    notice = _notice(row)
    return [
        move
        for move in moves_for(status, party)
        if not (move is Move.RESCHEDULE and row["doctor_id"] is None)
        and not refusal_of(
            move=move,
            party=party,
            status=status,
            start_at=row["start_at"],
            cancel_notice=notice,
            now=now,
        )
    ]


def changeable_until(row: Row) -> datetime | None:
    """Return until when the patient may cancel or move this appointment online."""
    status = Status(row["status"])
    if status not in ACTIVE:
        return None
    return may_change_until(status=status, start_at=row["start_at"], cancel_notice=_notice(row))


def _notice(row: Row) -> timedelta:
    return timedelta(minutes=row["doctor__cancel_notice_minutes"] or 0)


def history_of(*, viewer: User, appointment_id: int) -> list[Row]:
    """Return the moves of one appointment, oldest first; at most the first 500."""
    return list(
        AppointmentEvent.objects.visible_to(viewer)
        .filter(appointment_id=appointment_id)
        .order_by("id")
        .values(
            "at",
            "party",
            "move",
            "from_status",
            "to_status",
            "reason",
            "details",
            "by_id",
            "by__username",
            "by__patient__first_name",
            "by__patient__last_name",
            "by__doctor__title",
            "by__doctor__first_name",
            "by__doctor__last_name",
        )[:500]
    )


def actor_name(row: Row) -> str | None:
    """Return who made a move, as the others know them."""
    if row["by_id"] is None:
        return None
    if row["by__doctor__last_name"]:
        return name_of(
            row["by__doctor__title"], row["by__doctor__first_name"], row["by__doctor__last_name"]
        )
    names = (row["by__patient__first_name"], row["by__patient__last_name"])
    return " ".join(name for name in names if name) or str(row["by__username"])


def doctors_with_free_slot(
    *,
    start_at: datetime,
    end_at: datetime,
    specialty: Specialty | None,
    doctor_id: int | None,
    mode: str,
    now: datetime,
) -> dict[int, int]:
    """Return doctor id to slot id: each bookable doctor's earliest free slot in the period."""
    free = (
        Slot.objects.free()
        .offering(mode)
        .filter(
            start_at__gte=max(start_at, now),
            end_at__lte=end_at,
            doctor__is_listed=True,
            doctor__user__is_approved=True,
            doctor__user__is_active=True,
        )
    )
    if doctor_id is not None:
        free = free.filter(doctor=doctor_id)
    if specialty is not None:
        free = free.filter(doctor__specialty=specialty)
    earliest: dict[int, int] = {}
    for doctor, slot in free.order_by("start_at", "pk").values_list("doctor_id", "pk"):
        earliest.setdefault(doctor, slot)
    return earliest


def is_clinic(viewer: User) -> bool:
    """Return whether the viewer works at the clinic: they see patients' phone numbers."""
    return viewer.role in (Role.DOCTOR, Role.ADMIN)


def people_of(appointment_id: int) -> Row | None:
    """Return the ids of the two people of an appointment and its state, for those who tell them."""
    return (
        Appointment.objects.filter(pk=appointment_id)
        .annotate(patient_user=F("patient__user_id"), doctor_user=F("doctor__user_id"))
        .values(
            "id",
            "status",
            "version",
            "start_at",
            "end_at",
            "requested_start_at",
            "doctor_id",
            "patient_id",
            "patient_user",
            "doctor_user",
            "doctor__title",
            "doctor__first_name",
            "doctor__last_name",
            "doctor__time_zone",
            "patient__first_name",
            "patient__last_name",
            "patient__user__username",
        )
        .first()
    )
