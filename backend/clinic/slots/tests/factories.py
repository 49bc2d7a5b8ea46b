"""Rows of the calendar, made directly: what services refuse to make is theirs to test."""

from datetime import datetime, time, timedelta
from typing import Any

from clinic.doctors.models import Doctor
from clinic.patients.models import Patient
from clinic.slots.models import Availability, Slot
from clinic.users.models import User
from clinic.users.roles import Role


def slot_at(doctor: Doctor, start_at: datetime, *, minutes: int = 30, **fields: object) -> Slot:
    """Make a slot."""
    return Slot.objects.create(
        doctor=doctor, start_at=start_at, end_at=start_at + timedelta(minutes=minutes), **fields
    )


def rule_on(
    doctor: Doctor, weekday: int, start: str = "09:00", end: str = "12:00", **fields: object
) -> Availability:
    """Make a weekly rule."""
    return Availability.objects.create(
        doctor=doctor,
        weekday=weekday,
        start_time=time.fromisoformat(start),
        end_time=time.fromisoformat(end),
        **fields,
    )


def many_patients(count: int) -> list[Patient]:
    """Make patients by the dozen, for races."""
    users = User.objects.bulk_create(
        User(
            username=f"rival{number}",
            email=f"rival{number}@example.org",
            role=Role.PATIENT,
            is_approved=True,
        )
        for number in range(count)
    )
    return Patient.objects.bulk_create(
        Patient(user=user, first_name="Rival", last_name=user.username) for user in users
    )


def appointment_in(
    slot: Slot, patient: Patient, *, status: str = "confirmed", mode: str = "presentiel"
) -> int:
    """Make an appointment with its place, by the relation: this app does not know the other."""
    slot.booked += 1
    slot.save(update_fields=["booked"])
    appointments: Any = slot.appointments
    appointment = appointments.create(
        doctor=slot.doctor,
        patient=patient,
        start_at=slot.start_at,
        end_at=slot.end_at,
        status=status,
        mode=mode,
        created_by=patient.user,
        created_at=slot.start_at,
    )
    return int(appointment.pk)
