"""Live frames to browsers, as outbox handlers.

A frame is sent at least once and carries what makes a second one harmless (ids, versions). One
that could not be sent while it was fresh is dropped: clients read again when they reconnect.
"""

import asyncio
import os
import threading
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import Any, Final

import orjson
from channels.layers import get_channel_layer
from django.utils import timezone

from clinic.appointments.selectors.people import people_of
from clinic.notifications.models import Notification
from clinic.notifications.selectors import unread_count
from clinic.outbox.models import Event
from clinic.slots.models import Slot

FRESH: Final = timedelta(minutes=2)
SEND_SECONDS: Final = 10

# A frame with the groups of sockets that it goes to.
Addressed = tuple[list[str], dict[str, Any]]


def user_group(user_id: int) -> str:
    """Return the group of one person's sockets."""
    return f"user.{user_id}"


def calendar_group(doctor_id: int) -> str:
    """Return the group of those who watch one doctor's free slots."""
    return f"calendar.{doctor_id}"


def show_transition(event: Event) -> None:
    """Show an appointment's change to its two people, and its slots' to all who watch."""
    frames = _slot_frames(event.payload["slot_ids"])
    row = people_of(event.payload["appointment_id"])
    if row is not None:
        frame = {
            "type": "appointment",
            "event": event.pk,
            "id": row["id"],
            "status": row["status"],
            "version": row["version"],
            "start_time": row["start_at"],
            "doctor": row["doctor_id"],
            "patient": row["patient_id"],
        }
        people = [row["patient_user"], row["doctor_user"]]
        frames.append(([user_group(user_id) for user_id in people if user_id], frame))
    _send(event, frames)


def show_slots(event: Event) -> None:
    """Show slots that were held or let go."""
    _send(event, _slot_frames(event.payload["slot_ids"]))


def show_calendar(event: Event) -> None:
    """Tell who watches a doctor that the calendar is another one."""
    doctor_id = event.payload["doctor_id"]
    frame = {"type": "calendar", "doctor": doctor_id}
    _send(event, [([calendar_group(doctor_id)], frame)])


def show_notification(event: Event) -> None:
    """Show a stored notification; each socket words it in its own language."""
    stored = Notification.objects.filter(pk=event.payload["notification_id"]).first()
    if stored is None:
        return
    frame = {
        "type": "notification",
        "row": {
            "id": stored.pk,
            "kind": stored.kind,
            "data": stored.data,
            "link": stored.link,
            "created_at": stored.created_at,
            "read_at": stored.read_at,
        },
        "unread": unread_count(stored.recipient_id),
    }
    _send(event, [([user_group(stored.recipient_id)], frame)])


def _slot_frames(slot_ids: Iterable[int]) -> list[Addressed]:
    return [
        (
            [calendar_group(slot.doctor_id)],
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
        for slot in Slot.objects.filter(pk__in=list(slot_ids))
    ]


def _send(event: Event, frames: Iterable[Addressed]) -> None:
    if timezone.now() - event.recorded_at <= FRESH:
        sending = asyncio.run_coroutine_threadsafe(_send_all(frames), _loop(os.getpid()))
        sending.result(SEND_SECONDS)


@cache
def _loop(_process: int) -> asyncio.AbstractEventLoop:
    """Return this process's loop for sending; a new one for each send would connect anew."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="live-frames", daemon=True).start()
    return loop


async def _send_all(frames: Iterable[Addressed]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    for groups, frame in frames:
        text = orjson.dumps(frame, option=orjson.OPT_UTC_Z).decode()
        for group in groups:
            await layer.group_send(group, {"type": "frame", "text": text})
