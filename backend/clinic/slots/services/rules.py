"""A doctor's weekly rules: each change is brought into the slots at once, in its transaction."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Invalid
from clinic.doctors.models import Doctor
from clinic.outbox import services as outbox
from clinic.slots.events import CalendarChanged
from clinic.slots.models import Availability
from clinic.slots.modes import Mode
from clinic.slots.recurrence import Planned
from clinic.slots.schedule_text import parse
from clinic.slots.services.capacity import lock_doctor
from clinic.slots.services.materialise import (
    as_rule,
    bring_in_line,
    calendar_of,
    first_instant_of,
    slots_to_come,
)

MOST_RULES: Final = 100
_YEAR: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Preview:
    """What rules would make, and the booked slots that would no longer fit."""

    planned: list[Planned]
    closing: list[int]


@transaction.atomic
def create_rule(*, doctor_id: int, fields: dict[str, Any], now: datetime) -> Availability:
    """Add a weekly rule. Raises :class:`Invalid` when there are too many."""
    doctor = lock_doctor(doctor_id)
    if Availability.objects.filter(doctor=doctor).count() >= MOST_RULES:
        raise Invalid(_("There are too many rules. Delete some first."))
    rule = Availability.objects.create(doctor=doctor, **fields)
    _follow(doctor, now=now)
    return rule


@transaction.atomic
def change_rule(*, rule: Availability, fields: dict[str, Any], now: datetime) -> Availability:
    """Change a rule; booked slots that no longer fit become conflicts."""
    doctor = lock_doctor(rule.doctor_id)
    for name, value in fields.items():
        setattr(rule, name, value)
    rule.save(update_fields=sorted(fields))
    _follow(doctor, now=now)
    return rule


@transaction.atomic
def delete_rule(*, rule: Availability, now: datetime) -> None:
    """Remove the rule with its free slots; a slot that somebody has becomes a conflict."""
    doctor = lock_doctor(rule.doctor_id)
    rule.delete()
    _follow(doctor, now=now)


@transaction.atomic
def replace_by_text(
    *,
    doctor_id: int,
    text: str,
    now: datetime,
    duration_minutes: int | None = None,
    mode: str | None = None,
) -> list[Availability]:
    """Replace all rules by what ``text`` says (R3 ``schedule``).

    A length or mode that is not given is that of the oldest rule so far. Raises
    :class:`InvalidSchedule`.
    """
    hours = parse(text)
    doctor = lock_doctor(doctor_id)
    so_far = Availability.objects.filter(doctor=doctor).order_by("pk")
    oldest = so_far.first() or Availability(mode=_usual_mode(doctor))
    Availability.objects.filter(pk__in=[row.pk for row in so_far]).delete()
    Availability.objects.bulk_create(
        Availability(
            doctor=doctor,
            weekday=one.weekday,
            start_time=one.start,
            end_time=one.end,
            duration_minutes=duration_minutes or oldest.duration_minutes,
            mode=mode or oldest.mode,
            capacity=oldest.capacity,
            location=oldest.location,
        )
        for one in hours
    )
    _follow(doctor, now=now)
    return list(Availability.objects.filter(doctor=doctor).order_by("pk"))


def preview(
    *, doctor: Doctor, rules: list[Availability], start: date | None, weeks: int, now: datetime
) -> Preview:
    """Return what the slots would be with these rules instead; nothing is written.

    Raises :class:`Invalid` when ``start`` is more than a year ahead.
    """
    today = now.astimezone(doctor.zone).date()
    first = start or today
    if first > today + _YEAR:
        raise Invalid(details={"start": [_("Choose a date within the next year.")]})
    existing = slots_to_come(doctor, now=now)
    begins = max(now, first_instant_of(first, doctor.zone))
    ends = first_instant_of(first + timedelta(weeks=weeks), doctor.zone)
    calendar = calendar_of(
        doctor,
        now=now,
        rules=[as_rule(row) for row in rules if row.is_active],
        existing=existing,
        until=ends,
    )
    closing = [
        slot.pk
        for slot in existing
        if slot.start_at >= now and slot.booked and not calendar.fits(slot)
    ]
    planned = [slot for slot in calendar.planned.values() if begins <= slot.start < ends]
    return Preview(planned, closing)


def _follow(doctor: Doctor, *, now: datetime) -> None:
    bring_in_line(doctor, now=now)
    outbox.record(CalendarChanged(doctor_id=doctor.pk))


def _usual_mode(doctor: Doctor) -> str:
    if doctor.sees_in_person and doctor.sees_by_video:
        return Mode.BOTH
    return Mode.VIDEO if doctor.sees_by_video else Mode.IN_PERSON
