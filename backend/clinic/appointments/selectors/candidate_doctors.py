"""Who has room at a wished time."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from clinic.appointments.lifecycle import Party
from clinic.appointments.selectors.taken import Period
from clinic.care.models import CareRelation
from clinic.doctors.models import Doctor, Specialty
from clinic.patients.models import Patient
from clinic.slots.models import Slot
from clinic.slots.selectors.free import bookable_slots, offering


def doctors_with_free_slot(
    *,
    patient: Patient,
    start_at: datetime,
    end_at: datetime,
    specialty: Specialty | None,
    doctor_id: int | None,
    mode: str,
    party: Party,
    now: datetime,
    besides: Iterable[Period],
) -> dict[int, int]:
    """Return doctor id to slot id: each doctor's earliest slot in the period that ``party`` may
    book, at none of the times ``besides``.

    Whoever is not named for ``patient`` is nobody to whom their record was closed on purpose.
    """
    free = _open_to(party, mode=mode, now=now).filter(start_at__gte=start_at, end_at__lte=end_at)
    for begins, ends in besides:
        free = free.exclude(start_at__lt=ends, end_at__gt=begins)
    if doctor_id is None:
        # Who is not in the directory is booked by name only.
        free = free.filter(doctor__is_listed=True)
        closed = CareRelation.objects.closed().filter(patient=patient)
        free = free.exclude(doctor__in=closed.values("doctor"))
    else:
        free = free.filter(doctor=doctor_id)
    if specialty is not None:
        free = free.filter(doctor__specialty=specialty)
    earliest: dict[int, int] = {}
    for doctor, slot in free.order_by("start_at", "pk").values_list("doctor_id", "pk"):
        earliest.setdefault(doctor, slot)
    return earliest


def _open_to(party: Party, *, mode: str, now: datetime) -> QuerySet[Slot]:
    """Return what ``policies.require_bookable_time`` lets the party book, of every doctor."""
    if party is Party.PATIENT:
        return bookable_slots(now=now, mode=mode)
    return offering(mode).filter(start_at__gt=now, doctor__in=Doctor.objects.practising())
