"""Calendars: nobody is told; those who watch see them change."""

from collections.abc import Iterable, Sequence

from clinic.notifications import live
from clinic.outbox.events import Fact
from clinic.slots.events import CalendarChanged, SlotChanged
from clinic.slots.models import Slot


def on_slots_changed(facts: Sequence[Fact[SlotChanged]]) -> None:
    """Show slots that were held or let go (outbox handler)."""
    fresh = [fact for fact in facts if live.is_fresh(fact.recorded_at)]
    ids = {slot_id for fact in fresh for slot_id in fact.payload.slot_ids}
    live.show_after_commit(frames_of(ids))


def on_calendar_changed(facts: Sequence[Fact[CalendarChanged]]) -> None:
    """Tell who watches a doctor that the calendar is another one (outbox handler)."""
    doctors = {fact.payload.doctor_id for fact in facts if live.is_fresh(fact.recorded_at)}
    live.show_after_commit(
        ([live.calendar_group(doctor_id)], {"type": "calendar", "doctor": doctor_id})
        for doctor_id in sorted(doctors)
    )


def frames_of(slot_ids: Iterable[int]) -> list[live.Addressed]:
    """Return a frame for each slot as it is now."""
    ids = set(slot_ids)
    if not ids:
        return []
    return [
        (
            [live.calendar_group(slot.doctor_id)],
            {
                "type": "slot",
                "doctor": slot.doctor_id,
                "id": slot.pk,
                "start": slot.start_at,
                "end": slot.end_at,
                "remaining": slot.remaining,
                "is_open": slot.is_open,
            },
        )
        for slot in Slot.objects.filter(pk__in=ids).order_by("pk")
    ]
