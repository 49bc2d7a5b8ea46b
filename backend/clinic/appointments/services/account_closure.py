"""Cancelling what lies ahead of somebody whose account was closed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from clinic.appointments.lifecycle import ACCOUNT_CLOSED, Party, Status, Transition, next_status
from clinic.appointments.models import Appointment
from clinic.appointments.services.history import record_transition
from clinic.patients.models import Patient
from clinic.slots.models import Slot
from clinic.slots.services.capacity import release_place
from clinic.users.models import User


@transaction.atomic
def cancel_appointments_of(*, user_id: int, now: datetime) -> int:
    """Cancel the appointments and requests ahead of somebody who has left; return how many.

    The other person is told as of any cancellation, and the places are free again. What has begun
    stays for the practice to settle, and everything stays when the account is open again.
    """
    if not User.objects.filter(pk=user_id, is_active=False).exists():
        return 0
    appointments = _lock_appointments(user_id=user_id, now=now)
    for appointment in appointments:
        _cancel(appointment, user_id=user_id, now=now)
    return len(appointments)


def _lock_appointments(*, user_id: int, now: datetime) -> list[Appointment]:
    """Return the appointments under lock: all patients first, then all slots, as everybody does."""
    ahead = Appointment.objects.active().filter(
        Q(patient__user=user_id) | Q(doctor__user=user_id),
        Q(start_at=None) | Q(start_at__gt=now),
    )
    patients = Patient.objects.filter(pk__in=ahead.values("patient")).order_by("pk")
    locked = [patient.pk for patient in patients.select_for_update(no_key=True)]
    appointments = list(
        ahead.filter(patient__in=locked)
        .select_related("patient")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    slots = Slot.objects.filter(
        pk__in=[appointment.slot_id for appointment in appointments]
    ).order_by("pk")
    list(slots.select_for_update(no_key=True))
    return appointments


def _cancel(appointment: Appointment, *, user_id: int, now: datetime) -> None:
    status = Status(appointment.status)
    appointment.status = next_status(status, Transition.CANCEL, by=Party.SYSTEM)
    appointment.version += 1
    appointment.save(update_fields=["status", "version"])
    if appointment.slot_id is not None:
        release_place(slot_id=appointment.slot_id)
    is_patient = appointment.patient.user_id == user_id
    record_transition(
        appointment,
        transition=Transition.CANCEL,
        by=None,
        party=Party.SYSTEM,
        from_status=status,
        now=now,
        slot_ids=[appointment.slot_id],
        details={ACCOUNT_CLOSED: Party.PATIENT if is_patient else Party.DOCTOR},
    )
