"""Flat rows of the selectors in the nested shapes of the API."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from clinic.appointments.selectors.acceptance import code_of, is_awaited
from clinic.appointments.selectors.history import actor_name, reason_of
from clinic.appointments.selectors.rows import (
    doctor_name,
    patient_name,
    specialty_name,
    waiting_proposal,
)
from clinic.appointments.selectors.transitions import changeable_until, is_clinic, open_transitions
from clinic.doctors.selectors import public_picture_path
from clinic.users.models import User

Row = Mapping[str, Any]


def appointment_shape(
    row: Row, *, viewer: User, now: datetime, doctor: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return a row of ``with_people`` as :class:`AppointmentOut` documents it.

    ``doctor`` is the doctor's shape where it is at hand.
    """
    return {
        "id": row["id"],
        "status": row["status"],
        "doctor": doctor or _doctor(row),
        "patient": _patient(row, with_phone=is_clinic(viewer)),
        "slot": _slot(row),
        "specialty": specialty_name(row),
        "start_time": row["start_at"],
        "end_time": row["end_at"],
        "requested_start": row["requested_start_at"],
        "requested_end": row["requested_end_at"],
        "motif": row["motif"],
        "consultation_mode": row["mode"],
        "location_note": row["location_note"],
        "message_patient": row["message_patient"],
        "message_medecin": row["message_medecin"],
        "created_at": row["created_at"],
        "accepted_at": row["accepted_at"],
        "arrived_at": row["arrived_at"],
        "acceptance_code": _code(row, viewer=viewer, now=now),
        "version": row["version"],
        "proposal": _proposal(row, now=now),
        "transitions": open_transitions(row, viewer=viewer, now=now),
        "cancel_until": changeable_until(row),
    }


def appointment_shapes(rows: Iterable[Row], *, viewer: User, now: datetime) -> list[dict[str, Any]]:
    """Return many rows in shape; a doctor of many rows is shaped once."""
    doctors: dict[int, dict[str, Any] | None] = {}
    shapes = []
    for row in rows:
        if row["doctor_id"] not in doctors:
            doctors[row["doctor_id"]] = _doctor(row)
        doctor = doctors[row["doctor_id"]]
        shapes.append(appointment_shape(row, viewer=viewer, now=now, doctor=doctor))
    return shapes


def doctors_shape(row: Row) -> dict[str, Any]:
    """Return a row as R1's list for the doctor shows it."""
    return {
        "id": row["id"],
        "status": row["status"],
        "patient": {"id": row["patient_id"], "name": patient_name(row)},
        "slot": {"start_time": row["start_at"], "end_time": row["end_at"]},
    }


def patients_shape(row: Row) -> dict[str, Any]:
    """Return a row as R1's list for the patient shows it."""
    name = doctor_name(row)
    return {
        "id": row["id"],
        "status": row["status"],
        "doctor": {"id": row["doctor_id"], "name": name} if name else None,
        "slot": {"start_time": row["start_at"], "end_time": row["end_at"]},
    }


def history_shape(row: Row) -> dict[str, Any]:
    """Return one transition of the history."""
    name, profile = actor_name(row), row["by__doctor__id"] or row["by__patient__id"]
    return {
        "at": row["at"],
        "by": {"id": profile, "name": name} if name else None,
        "party": row["party"],
        "transition": row["transition"],
        "from": row["from_status"],
        "to": row["to_status"],
        "reason": reason_of(row),
        "details": row["details"],
    }


def accepted_shape(row: Row) -> dict[str, Any]:
    """Return what somebody without an account reads of what they have accepted."""
    return {
        "doctor": doctor_name(row) or "",
        "start_time": row["start_at"],
        "end_time": row["end_at"],
        "time_zone": row["doctor__time_zone"],
        "accepted_at": row["accepted_at"],
    }


def _code(row: Row, *, viewer: User, now: datetime) -> str | None:
    """Return what the patient's side can read out; the practice is told it, and does not see it."""
    if is_clinic(viewer) or not is_awaited(row, now=now):
        return None
    return code_of(appointment_id=row["id"], start_at=row["start_at"])


def _doctor(row: Row) -> dict[str, Any] | None:
    if row["doctor_id"] is None:
        return None
    return {
        "id": row["doctor_id"],
        "name": doctor_name(row),
        "specialty": specialty_name(row),
        "city": row["doctor__city"],
        "address": row["doctor__address"],
        "phone": row["doctor__phone"],
        "picture": public_picture_path(row["doctor_id"], row["doctor__user__portrait"]),
        "time_zone": row["doctor__time_zone"],
    }


def _patient(row: Row, *, with_phone: bool) -> dict[str, Any]:
    patient = {"id": row["patient_id"], "name": patient_name(row)}
    return {**patient, "phone": row["patient__phone"]} if with_phone else patient


def _slot(row: Row) -> dict[str, Any] | None:
    if row["slot_id"] is None:
        return None
    return {
        "id": row["slot_id"],
        "start_time": row["start_at"],
        "end_time": row["end_at"],
    }


def _proposal(row: Row, *, now: datetime) -> dict[str, Any] | None:
    proposal = waiting_proposal(row, now=now)
    if proposal is None:
        return None
    return {
        "slot": proposal["slot_id"],
        "start_time": proposal["start_at"],
        "end_time": proposal["end_at"],
        "consultation_mode": proposal["mode"],
        "expires_at": proposal["expires_at"],
    }
