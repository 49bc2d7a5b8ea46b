"""Sockets of what happens: notifications, and the live calendar. Connect, authorise, forward."""

from typing import Any, Final

import orjson
from channels.db import database_sync_to_async
from django.utils import translation

from clinic.doctors.models import Doctor
from clinic.notifications.live import calendar_group, user_group
from clinic.notifications.selectors import notification_shape, unread_count
from clinic.users.consumers import UNAUTHENTICATED, TokenConsumer

MOST_WATCHED: Final = 50


class NotificationsConsumer(TokenConsumer):
    """``/ws/notifications/``: what happens to the signed-in person."""

    async def opened(self) -> None:
        """Join the person's own group and say how much is unread."""
        if self.user is None:
            await self.close(UNAUTHENTICATED)
            return
        await self.channel_layer.group_add(user_group(self.user.pk), self.channel_name)
        unread = await database_sync_to_async(unread_count)(self.user.pk)
        await self.answer({"type": "ready", "unread": unread})

    async def disconnect(self, code: int) -> None:
        """Leave the group."""
        if self.user is not None:
            await self.channel_layer.group_discard(user_group(self.user.pk), self.channel_name)
        await super().disconnect(code)

    async def frame(self, message: dict[str, Any]) -> None:
        """Word notifications in the person's language; forward the rest."""
        frame = orjson.loads(message["text"])
        if frame["type"] == "notification" and self.user is not None:
            with translation.override(self.user.language):
                frame["notification"] = notification_shape(frame.pop("row"))
        await self.answer(frame)


class CalendarConsumer(TokenConsumer):
    """``/ws/calendar/``: which slots of the watched doctors are free. Says nothing of people."""

    watched: frozenset[int] = frozenset()

    async def opened(self) -> None:
        """A doctor's own appointments come too."""
        if self.user is not None:
            await self.channel_layer.group_add(user_group(self.user.pk), self.channel_name)

    async def received(self, frame: dict[str, Any]) -> None:
        """``{"type": "watch", "doctors": [ids]}`` replaces the list of watched doctors."""
        wanted: Any = frame.get("doctors")
        if frame.get("type") != "watch" or not _is_id_list(wanted):
            await self.answer(
                {"type": "error", "message": 'Send {"type": "watch", "doctors": []}.'}
            )
            return
        known = await database_sync_to_async(_bookable)(wanted)
        for doctor_id in self.watched - known:
            await self.channel_layer.group_discard(calendar_group(doctor_id), self.channel_name)
        for doctor_id in known - self.watched:
            await self.channel_layer.group_add(calendar_group(doctor_id), self.channel_name)
        self.watched = known
        await self.answer({"type": "watching", "doctors": sorted(known)})

    async def frame(self, message: dict[str, Any]) -> None:
        """Forward slots, calendars and appointments; notifications have their own socket."""
        if not message["text"].startswith('{"type":"notification"'):
            await super().frame(message)

    async def disconnect(self, code: int) -> None:
        """Leave all groups."""
        for doctor_id in self.watched:
            await self.channel_layer.group_discard(calendar_group(doctor_id), self.channel_name)
        if self.user is not None:
            await self.channel_layer.group_discard(user_group(self.user.pk), self.channel_name)
        await super().disconnect(code)


def _is_id_list(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= MOST_WATCHED
        and all(isinstance(item, int) and 0 < item < 2**63 for item in value)
    )


def _bookable(ids: list[int]) -> frozenset[int]:
    return frozenset(Doctor.objects.bookable().filter(pk__in=ids).values_list("pk", flat=True))
