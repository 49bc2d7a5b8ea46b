"""Sending to sockets: from code that is not asynchronous, and inside one process.

Channels' in-memory layer is bound to one event loop: a message put from another thread's loop
does not wake the consumer that waits for it. The embedded default, where jobs run on threads beside
the event loop, has a layer that hands such messages to the serving loop.
"""

import asyncio
import os
import threading
from collections.abc import Iterable
from functools import cache
from typing import Any

import structlog
from channels.layers import InMemoryChannelLayer, get_channel_layer

log = structlog.get_logger(__name__)


def send_soon(groups: Iterable[str], message: dict[str, Any]) -> None:
    """Send to groups without waiting for it. What cannot be sent is logged and lost."""
    asyncio.run_coroutine_threadsafe(_send(list(groups), message), sending_loop())


def sending_loop() -> asyncio.AbstractEventLoop:
    """Return the loop, on a thread of its own, that this process sends with."""
    return _loop(os.getpid())


@cache
def _loop(_process: int) -> asyncio.AbstractEventLoop:
    # A new one for each send would connect anew.
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="sending", daemon=True).start()
    return loop


async def _send(groups: list[str], message: dict[str, Any]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        for group in groups:
            await layer.group_send(group, message)
    except Exception as error:
        # Whatever a layer raises: what is sent this way is found out in another way too.
        log.warning("sockets.not_sent", kind=message["type"], error=type(error).__name__)


class EmbeddedChannelLayer(InMemoryChannelLayer):
    """In-memory layer that any thread of the one process may send through."""

    _serving_loop: asyncio.AbstractEventLoop | None = None

    async def receive(self, channel: str) -> Any:
        """Receive as usual; the loop that receives is the serving one."""
        self._serving_loop = asyncio.get_running_loop()
        return await super().receive(channel)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        """Send from whatever thread. With no serving loop, or none any more, nobody listens.

        It is not waited for: a busy loop gets to it later, and one that ends has nobody to tell.
        """
        loop = self._serving_loop
        if loop is None or loop is asyncio.get_running_loop():
            await super().group_send(group, message)
        elif loop.is_running():
            asyncio.run_coroutine_threadsafe(super().group_send(group, message), loop)
