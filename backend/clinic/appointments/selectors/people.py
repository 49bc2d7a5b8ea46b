"""The people of an appointment, for those who tell them."""

from collections.abc import Iterable

from django.db.models import F

from clinic.appointments.models import Appointment
from clinic.appointments.selectors.rows import Row
from clinic.patients.models import Guardian


def people_of(appointment_ids: Iterable[int]) -> dict[int, Row]:
    """Return for each appointment the ids and names of its people, and its state.

    ``guardians`` are the accounts that act for the patient.
    """
    rows = list(
        Appointment.objects.filter(pk__in=appointment_ids)
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
            "patient__email",
            "patient__user__username",
        )
    )
    guardians: dict[int, list[int]] = {}
    acting = Guardian.objects.in_force().filter(patient__in={row["patient_id"] for row in rows})
    for patient_id, user_id in acting.order_by("pk").values_list("patient_id", "user_id"):
        guardians.setdefault(patient_id, []).append(user_id)
    return {row["id"]: {**row, "guardians": guardians.get(row["patient_id"], [])} for row in rows}
