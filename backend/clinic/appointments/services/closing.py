"""Cancelling what lies ahead of somebody whose account was closed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from clinic.appointments.lifecycle import ACCOUNT_CLOSED, Move, Party, Status, next_status
from clinic.appointments.models import Appointment
from clinic.appointments.services.journal import note
from clinic.patients.models import Patient
from clinic.slots.models import Slot
from clinic.slots.services.places import release_place
from clinic.users.models import User


@transaction.atomic
def cancel_visits_of(*, user_id: int, now: datetime) -> int:
    """Cancel the visits and requests ahead of somebody who has left; return how many.

    The other person is told as of any cancellation, and the places are free again. What has begun
    stays for the practice to settle, and everything stays when the account is open again.
    """
    if not User.objects.filter(pk=user_id, is_active=False).exists():
        return 0
    visits = _lock_visits(user_id=user_id, now=now)
    for visit in visits:
        _cancel(visit, user_id=user_id, now=now)
    return len(visits)


def _lock_visits(*, user_id: int, now: datetime) -> list[Appointment]:
    """Return the visits under lock: all patients first, then all slots, as everybody does."""
    ahead = Appointment.objects.active().filter(
        Q(patient__user=user_id) | Q(doctor__user=user_id),
        Q(start_at=None) | Q(start_at__gt=now),
    )
    patients = Patient.objects.filter(pk__in=ahead.values("patient")).order_by("pk")
    locked = [patient.pk for patient in patients.select_for_update(no_key=True)]
    visits = list(
        ahead.filter(patient__in=locked)
        .select_related("patient")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    slots = Slot.objects.filter(pk__in=[visit.slot_id for visit in visits]).order_by("pk")
    list(slots.select_for_update(no_key=True))
    return visits


def _cancel(visit: Appointment, *, user_id: int, now: datetime) -> None:
    status = Status(visit.status)
    visit.status = next_status(status, Move.CANCEL, by=Party.SYSTEM)
    visit.version += 1
    visit.save(update_fields=["status", "version"])
    if visit.slot_id is not None:
        release_place(slot_id=visit.slot_id)
    is_patient = visit.patient.user_id == user_id
    note(
        visit,
        move=Move.CANCEL,
        by=None,
        party=Party.SYSTEM,
        from_status=status,
        now=now,
        slot_ids=[visit.slot_id],
        details={ACCOUNT_CLOSED: Party.PATIENT if is_patient else Party.DOCTOR},
    )
