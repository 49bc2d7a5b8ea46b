"""What every socket has in common: who opened it, how long it lives, and what it may be sent.

A socket lives no longer than its access token, and no longer than its session.
"""

import asyncio
import time
from collections import deque
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from clinic.common.errors import DomainError
from clinic.users.models import User
from clinic.users.selectors import user_of_access_token

# The application's own close code for "sign in (again)".
UNAUTHENTICATED: Final = 4401
BAD_FRAME: Final = 4400
TOO_MANY_FRAMES: Final = 4429
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
