"""Materialising: the slots that rules stand for, kept as rows over the doctor's horizon.

What is wanted is compared with what exists, and only the difference is written, so running it
again changes nothing. What a slot's row becomes:

- Free slots of rules are exactly what the rules want; others are deleted.
- A booked slot is never deleted, moved or changed. It stays open while the doctor works at that
  time, whatever the grid is now; else it is closed, a conflict to settle. It opens again with the
  rules. Only its number of places follows the rules, never below what is booked.
- A slot added by hand is closed while an absence covers part of it, and opens again after that.
- A slot made for one request goes when nobody has it; booked, it is treated as one by hand.
- Past slots, and those that have begun, are left alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from clinic.common.clocks import first_at
from clinic.doctors.models import Doctor
from clinic.outbox import services as outbox
from clinic.slots.events import CalendarChanged
from clinic.slots.models import Absence, Availability, Origin, Slot
from clinic.slots.recurrence import (
    Away,
    Periods,
    Planned,
    Rule,
    away_periods,
    planned_slots,
    working_periods,
)
from clinic.slots.services.capacity import lock_doctor

_OPEN: Final = True


class State(NamedTuple):
    """What a run may change of a slot."""

    is_open: bool
    mode: str
    capacity: int
    location: str


@dataclass(frozen=True, slots=True)
class Materialised:
    """What a run changed: ids of slots; of inserted ones only the number is known."""

    inserted: int = 0
    deleted: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.inserted or self.deleted or self.changed)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the rules and absences of one doctor ask for from now on."""

    planned: dict[tuple[datetime, datetime], Planned]
    working: Periods
    away: Periods

    def fits(self, slot: Slot) -> bool:
        """Return whether a booked slot stays open."""
        state = self.state_of(slot)
        return state is not None and state.is_open

    def state_of(self, slot: Slot) -> State | None:
        """Return what becomes of a slot that has not begun; None: it goes."""
        is_free = not self.away.meet(slot.start_at, slot.end_at)
        if slot.origin == Origin.RULE:
            return self._state_by_rule(slot, is_free=is_free)
        if slot.origin == Origin.ADHOC and slot.booked == 0:
            return None
        return State(is_free, slot.mode, slot.capacity, slot.location)

    def _state_by_rule(self, slot: Slot, *, is_free: bool) -> State | None:
        wanted = self.planned.get((slot.start_at, slot.end_at))
        if slot.booked == 0:
            return wanted and State(_OPEN, wanted.mode, wanted.capacity, wanted.location)
        if wanted is not None:
            return State(_OPEN, slot.mode, max(wanted.capacity, slot.booked), slot.location)
        works = is_free and self.working.cover(slot.start_at, slot.end_at)
        return State(works, slot.mode, slot.capacity, slot.location)


@transaction.atomic
def materialise(*, doctor_id: int, now: datetime) -> Materialised:
    """Bring one doctor's slots in line with their rules; announce it when something changed."""
    changed = bring_in_line(lock_doctor(doctor_id), now=now)
    if changed:
        outbox.record(CalendarChanged(doctor_id=doctor_id))
    return changed


def bring_in_line(doctor: Doctor, *, now: datetime) -> Materialised:
    """Do the same for a doctor who is locked already; the caller announces it."""
    existing = slots_to_come(doctor, now=now)
    calendar = calendar_of(doctor, now=now, rules=stored_rules(doctor), existing=existing)
    return _apply(doctor, calendar, existing, now=now)


def slots_to_come(doctor: Doctor, *, now: datetime) -> list[Slot]:
    """Return the doctor's slots that are not over."""
    return list(Slot.objects.filter(doctor=doctor, end_at__gt=now).order_by("pk"))


def stored_rules(doctor: Doctor) -> list[Rule]:
    """Return the doctor's active rules."""
    return [as_rule(row) for row in Availability.objects.filter(doctor=doctor, is_active=True)]


def as_rule(row: Availability) -> Rule:
    """Return the pure form of a rule."""
    return Rule(
        weekday=row.weekday,
        start=row.start_time,
        end=row.end_time,
        duration_minutes=row.duration_minutes,
        mode=row.mode,
        capacity=row.capacity,
        location=row.location,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def calendar_of(
    doctor: Doctor,
    *,
    now: datetime,
    rules: list[Rule],
    existing: Iterable[Slot],
    until: datetime | None = None,
) -> Calendar:
    """Return what rules and absences ask for, until the horizon's end unless told otherwise."""
    zone = doctor.zone
    # Whole days, and one more: until the next nightly run the horizon never has a gap.
    last_day = now.astimezone(zone).date() + timedelta(days=doctor.horizon_days + 2)
    end = until or first_instant_of(last_day, zone)
    reach = max([end, *(slot.end_at for slot in existing)])
    # From the morning on: what an absence removed then may have left room for a slot to come.
    today = first_instant_of(now.astimezone(zone).date(), zone)
    away = away_between(doctor, today, reach)
    planned = planned_slots(
        rules=rules,
        away=away,
        zone=zone,
        start=now,
        until=end,
        buffer_minutes=doctor.buffer_minutes,
    )
    return Calendar(
        planned={(slot.start, slot.end): slot for slot in planned},
        working=working_periods(rules=rules, zone=zone, start=now, until=reach),
        away=away,
    )


def away_between(doctor: Doctor, start: datetime, until: datetime) -> Periods:
    """Return when the doctor is away between the two instants."""
    absences = Absence.objects.filter(doctor=doctor).filter(
        Q(is_recurring=True) | Q(end_at__gt=start), start_at__lt=until
    )
    return away_periods(
        [Away(row.start_at, row.end_at, row.is_recurring) for row in absences],
        zone=doctor.zone,
        start=start,
        until=until,
    )


def first_instant_of(day: date, zone: ZoneInfo) -> datetime:
    """Return when the day begins by the zone's clock."""
    return first_at(datetime.combine(day, time.min), zone)


def _apply(
    doctor: Doctor, calendar: Calendar, existing: list[Slot], *, now: datetime
) -> Materialised:
    to_come = [slot for slot in existing if slot.start_at >= now]
    touched = [slot.pk for slot in to_come if calendar.state_of(slot) != _present(slot)]
    # Decided again under the lock: a place may have been taken or given back a moment ago.
    locked = (
        list(Slot.objects.filter(pk__in=touched).order_by("pk").select_for_update())
        if touched
        else []
    )
    states: dict[State | None, list[int]] = {}
    for slot in locked:
        state = calendar.state_of(slot)
        if state != _present(slot):
            states.setdefault(state, []).append(slot.pk)
    deleted = states.pop(None, [])
    _delete(deleted)
    for state, ids in states.items():
        if state is not None:
            Slot.objects.filter(pk__in=ids).update(**state._asdict())
    gone = set(deleted)
    staying = Periods((slot.start_at, slot.end_at) for slot in existing if slot.pk not in gone)
    inserted = _insert(
        doctor,
        [
            wanted
            for wanted in calendar.planned.values()
            if not staying.meet(wanted.start, wanted.end)
        ],
    )
    return Materialised(inserted, deleted, sorted(pk for ids in states.values() for pk in ids))


def _present(slot: Slot) -> State:
    return State(slot.is_open, slot.mode, slot.capacity, slot.location)


def _insert(doctor: Doctor, missing: list[Planned]) -> int:
    Slot.objects.bulk_create(
        [
            Slot(
                doctor=doctor,
                start_at=wanted.start,
                end_at=wanted.end,
                mode=wanted.mode,
                capacity=wanted.capacity,
                location=wanted.location,
            )
            for wanted in missing
        ],
        # A plain insert into an exclusion constraint can deadlock with another one.
        ignore_conflicts=True,
    )
    return len(missing)


def _delete(ids: list[int]) -> None:
    """Delete locked slots that nobody has, in a fixed number of statements.

    ``QuerySet.delete`` would go by hundreds. Ended appointments keep their own times and lose the
    slot; holds are none, since a hold counts as booked.
    """
    if not ids:
        return
    for relation in Slot._meta.related_objects:  # noqa: SLF001  # Django's documented Meta API
        if relation.null:
            related: Any = relation.related_model
            related.objects.filter(**{f"{relation.field.name}__in": ids}).update(
                **{relation.field.name: None}
            )
    rows = Slot.objects.filter(pk__in=ids)
    rows._raw_delete(rows.db)  # noqa: SLF001  # `delete` without its rows being fetched again
