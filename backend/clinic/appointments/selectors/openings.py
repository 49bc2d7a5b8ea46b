"""Who has room at a wished time."""

from datetime import datetime

from clinic.doctors.models import Specialty
from clinic.slots.models import Slot


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
