"""Sockets: connect, authorise, forward. A socket lives no longer than its access token."""

import asyncio
import time
from collections import deque
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils import translation

from clinic.common.errors import DomainError
from clinic.doctors.models import Doctor
from clinic.notifications.live import calendar_group, user_group
from clinic.notifications.selectors import notification_shape, unread_count
from clinic.users.models import User
from clinic.users.selectors import user_of_access_token

# The application's own close code for "sign in (again)".
UNAUTHENTICATED: Final = 4401
BAD_FRAME: Final = 4400
TOO_MANY_FRAMES: Final = 4429
MOST_WATCHED: Final = 50
LONGEST_FRAME: Final = 4096
# A page watches anew when it is opened or turned, never by the dozen.
MOST_FRAMES: Final = 10
FRAMES_SECONDS: Final = 1.0


class TokenConsumer(AsyncWebsocketConsumer):
    """Authenticates by the subprotocol pair ``bearer, <access>`` or the Authorization header."""

    user: User | None = None
    expiry: asyncio.Task[None] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.received_at: deque[float] = deque(maxlen=MOST_FRAMES)

    async def connect(self) -> None:
        """Accept, then say why if it cannot stay: before that a browser learns no code."""
        token, subprotocol = self._token()
        await self.accept(subprotocol)
        if token is not None and not await self._sign_in(token):
            await self.close(UNAUTHENTICATED)
            return
        await self.opened()

    async def opened(self) -> None:
        """Join groups."""

    async def disconnect(self, code: int) -> None:
        """Stop waiting for the token's end."""
        if self.expiry is not None:
            self.expiry.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Read one JSON object; anything else, and too many at once, ends the connection."""
        if self._is_flooding(time.monotonic()):
            await self.close(TOO_MANY_FRAMES)
            return
        if text_data is None or len(text_data) > LONGEST_FRAME:
            await self.close(BAD_FRAME)
            return
        try:
            frame = orjson.loads(text_data)
        except orjson.JSONDecodeError:
            frame = None
        if not isinstance(frame, dict):
            await self.close(BAD_FRAME)
            return
        await self.received(frame)

    async def received(self, frame: dict[str, Any]) -> None:
        """Act on a frame; by default clients have nothing to say."""

    async def frame(self, message: dict[str, Any]) -> None:
        """Forward a frame from a group."""
        await self.send(text_data=message["text"])

    async def answer(self, frame: dict[str, Any]) -> None:
        """Send one frame."""
        await self.send(text_data=orjson.dumps(frame, option=orjson.OPT_UTC_Z).decode())

    def _is_flooding(self, now: float) -> bool:
        """Count a frame; return whether it is one too many. Each may cost a query."""
        if len(self.received_at) == MOST_FRAMES and now - self.received_at[0] < FRAMES_SECONDS:
            return True
        self.received_at.append(now)
        return False

    def _token(self) -> tuple[str | None, str | None]:
        """Return the token and the subprotocol to agree on."""
        offered = list(self.scope.get("subprotocols", []))
        if len(offered) == 2 and offered[0] == "bearer":  # noqa: PLR2004  the pair
            return offered[1], "bearer"
        headers = dict(self.scope["headers"])
        scheme, _space, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        return (token, None) if scheme.lower() == "bearer" else (None, None)

    async def _sign_in(self, token: str) -> bool:
        try:
            user, expires_at = await database_sync_to_async(user_of_access_token)(token)
        except DomainError:
            return False
        self.user = user
        self.expiry = asyncio.create_task(self._close_at(expires_at))
        return True

    async def _close_at(self, expires_at: datetime) -> None:
        await asyncio.sleep(max(0.0, (expires_at - datetime.now(UTC)).total_seconds()))
        await self.close(UNAUTHENTICATED)


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
