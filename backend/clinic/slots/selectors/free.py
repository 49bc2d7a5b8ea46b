"""Free slots, as patients may book them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    QuerySet,
    Value,
)
from django.db.models.expressions import Combinable

from clinic.common.errors import Missing
from clinic.doctors.models import Doctor
from clinic.slots.models import Slot
from clinic.slots.modes import Mode

MINUTE = Value(timedelta(minutes=1), output_field=DurationField())
DAY = Value(timedelta(days=1), output_field=DurationField())


def bookable_slots(*, now: datetime, mode: str = "") -> QuerySet[Slot]:
    """Return the slots that a patient may book now, of every doctor in the directory.

    Open, with a place left, not before the doctor's minimum notice, not beyond their horizon.
    """
    return offering(mode).filter(
        doctor__in=Doctor.objects.bookable(),
        start_at__gte=after(now, F("doctor__min_notice_minutes"), MINUTE),
        start_at__lt=after(now, F("doctor__horizon_days"), DAY),
    )


def bookable_slots_of(doctor: Doctor, *, now: datetime, mode: str = "") -> QuerySet[Slot]:
    """Return the same for one doctor who is known to be bookable: one table, one index."""
    return offering(mode).filter(
        doctor=doctor,
        start_at__gte=now + doctor.min_notice,
        start_at__lt=now + timedelta(days=doctor.horizon_days),
    )


def nearest_free(
    *, doctor_id: int, around: datetime, now: datetime, limit: int = 3, mode: str | None = None
) -> list[dict[str, Any]]:
    """Return the free slots of a doctor that are nearest in time, in order of their start.

    Each is ``{"id", "start", "end", "mode", "doctor"}``: what ``slot_taken`` offers instead.
    """
    doctor = Doctor.objects.bookable().filter(pk=doctor_id).first()
    return _nearest(doctor, around, now, limit, mode) if doctor else []


def nearest_to(slot_id: int, *, now: datetime, mode: str | None = None) -> list[dict[str, Any]]:
    """Return the three free slots of a slot's doctor nearest to it, as :func:`nearest_free`.

    Raises :class:`Missing` when there is no such slot.
    """
    slot = Slot.objects.filter(pk=slot_id).values("doctor_id", "start_at").first()
    if slot is None:
        raise Missing
    return nearest_free(doctor_id=slot["doctor_id"], around=slot["start_at"], now=now, mode=mode)


def _nearest(
    doctor: Doctor, around: datetime, now: datetime, limit: int, mode: str | None
) -> list[dict[str, Any]]:
    free = bookable_slots_of(doctor, now=now, mode=mode or "")
    rows = free.values("id", "mode", "start_at", "end_at")
    later = list(rows.filter(start_at__gte=around).order_by("start_at")[:limit])
    earlier = list(rows.filter(start_at__lt=around).order_by("-start_at")[:limit])
    nearest = sorted(later + earlier, key=lambda row: abs(row["start_at"] - around))[:limit]
    return [
        {
            "id": row["id"],
            "start": row["start_at"],
            "end": row["end_at"],
            "mode": row["mode"],
            "doctor": doctor.pk,
        }
        for row in sorted(nearest, key=lambda row: row["start_at"])
    ]


def offering(mode: str) -> QuerySet[Slot]:
    """Return open slots with a place left that offer the mode; "" for any."""
    free = Slot.objects.free()
    if mode == Mode.BOTH:
        return free.filter(mode=Mode.BOTH)
    return free.offering(mode) if mode else free


def after(now: datetime, count: Combinable, unit: Value) -> Combinable:
    """Return the instant that is ``count`` units after ``now``, reckoned by the database."""
    # SQLite multiplies durations by plain integers only.
    number = ExpressionWrapper(count, output_field=IntegerField())
    span: Combinable = ExpressionWrapper(number * unit, output_field=DurationField())
    return ExpressionWrapper(Value(now, output_field=DateTimeField()) + span, DateTimeField())
