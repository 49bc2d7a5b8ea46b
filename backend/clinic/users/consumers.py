"""What every socket has in common: who opened it, how long it lives, and what it may be sent.

A socket lives no longer than its access token, and no longer than its session: whoever ends the
session tells its sockets, and each process looks up every few seconds which of its own it was not
told of.
"""

import asyncio
import time
from collections import Counter, deque
from datetime import UTC, datetime
from typing import Any, Final

import orjson
import structlog
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import DatabaseError

from clinic.common.errors import DomainError
from clinic.users.live import session_group
from clinic.users.models import User
from clinic.users.selectors import bearer_of, ended_sessions

log = structlog.get_logger(__name__)

# The application's own close code for "sign in (again)".
UNAUTHENTICATED: Final = 4401
BAD_FRAME: Final = 4400
TOO_MANY: Final = 4429
LONGEST_FRAME: Final = 4096
# A page watches anew when it is opened or turned, never by the dozen.
MOST_FRAMES: Final = 10
FRAMES_SECONDS: Final = 1.0
LOOK_SECONDS: Final = 5.0


class TokenConsumer(AsyncWebsocketConsumer):
    """Authenticates by the subprotocol pair ``bearer, <access>`` or the Authorization header."""

    user: User | None = None
    session_id: str | None = None
    expiry: asyncio.Task[None] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.received_at: deque[float] = deque(maxlen=MOST_FRAMES)

    async def connect(self) -> None:
        """Accept, then say why if it cannot stay: before that a browser learns no code."""
        token, subprotocol = self._token()
        await self.accept(subprotocol)
        refusal = None if token is None else await self._sign_in(token)
        if refusal is not None:
            await self.close(refusal)
            return
        await self.opened()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve the socket, and count it for as long as it is open, however it ends."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            sockets.remove(self)

    async def opened(self) -> None:
        """Join groups."""

    async def disconnect(self, code: int) -> None:
        """Stop waiting for the token's and the session's end."""
        if self.expiry is not None:
            self.expiry.cancel()
        if self.session_id is not None:
            await self.channel_layer.group_discard(
                session_group(self.session_id), self.channel_name
            )

    async def session_ended(self, message: dict[str, Any]) -> None:
        """Close: somebody signed out, or the session was ended for them."""
        await self.close(UNAUTHENTICATED)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Read one JSON object; anything else, and too many at once, ends the connection."""
        if self._is_flooding(time.monotonic()):
            await self.close(TOO_MANY)
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

    async def _sign_in(self, token: str) -> int | None:
        """Learn who opens the socket; return the close code when it cannot stay."""
        try:
            bearer = await database_sync_to_async(bearer_of)(token)
        except DomainError:
            return UNAUTHENTICATED
        if sockets.of_account[bearer.user.pk] >= settings.SOCKETS_PER_ACCOUNT:
            return TOO_MANY
        self.user, self.session_id = bearer.user, bearer.session_id
        sockets.add(self)
        self.expiry = asyncio.create_task(self._close_at(bearer.expires_at))
        if self.session_id is not None:
            await self.channel_layer.group_add(session_group(self.session_id), self.channel_name)
        return None

    async def _close_at(self, expires_at: datetime) -> None:
        await asyncio.sleep(max(0.0, (expires_at - datetime.now(UTC)).total_seconds()))
        await self.close(UNAUTHENTICATED)


class OpenSockets:
    """The signed-in sockets of this process: counted by account, and looked after.

    A process that dies takes its count with it.
    """

    def __init__(self) -> None:
        self.of_account: Counter[int] = Counter()
        self._open: set[TokenConsumer] = set()
        self._looking: asyncio.Task[None] | None = None

    def add(self, socket: TokenConsumer) -> None:
        """Count a socket whose person is known."""
        if socket.user is not None:
            self.of_account[socket.user.pk] += 1
            self._open.add(socket)
        loop = asyncio.get_running_loop()
        if self._looking is None or self._looking.done() or self._looking.get_loop() is not loop:
            self._looking = loop.create_task(self._look())

    def remove(self, socket: TokenConsumer) -> None:
        """Count a socket no longer; one that was never counted is no fault."""
        if socket in self._open and socket.user is not None:
            self._open.remove(socket)
            self.of_account[socket.user.pk] -= 1

    async def _look(self) -> None:
        """Close, as long as there are any, the sockets whose session has ended unheard."""
        while self._open:
            await asyncio.sleep(LOOK_SECONDS)
            known = {socket.session_id for socket in self._open if socket.session_id}
            try:
                ended = await database_sync_to_async(ended_sessions)(known)
            except DatabaseError as error:
                # Whoever has a socket keeps it until the database can say otherwise.
                log.warning("sockets.not_looked_up", error=type(error).__name__)
                continue
            for socket in [one for one in self._open if one.session_id in ended]:
                await socket.close(UNAUTHENTICATED)


sockets: Final = OpenSockets()
