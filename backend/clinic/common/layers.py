"""The channel layer of the embedded default, where jobs run on threads beside the event loop.

Channels' in-memory layer is bound to one event loop: a message put from another thread's loop
does not wake the consumer that waits for it. This one hands such messages to the serving loop.
"""

import asyncio
from typing import Any, Final

from channels.layers import InMemoryChannelLayer

PATIENCE_SECONDS: Final = 2


class EmbeddedChannelLayer(InMemoryChannelLayer):
    """In-memory layer that any thread of the one process may send through."""

    _serving_loop: asyncio.AbstractEventLoop | None = None

    async def receive(self, channel: str) -> Any:
        """Receive as usual; the loop that receives is the serving one."""
        self._serving_loop = asyncio.get_running_loop()
        return await super().receive(channel)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        """Send from whatever thread. With no serving loop, or none any more, nobody listens.

        A loop that stops meanwhile is a server that ends: nobody listens either, and it must not
        be held up. Raises TimeoutError when a running loop is too busy.
        """
        loop = self._serving_loop
        if loop is None or loop is asyncio.get_running_loop():
            await super().group_send(group, message)
        elif loop.is_running():
            sending = asyncio.run_coroutine_threadsafe(super().group_send(group, message), loop)
            try:
                await asyncio.wait_for(asyncio.wrap_future(sending), PATIENCE_SECONDS)
            except TimeoutError:
                if loop.is_running():
                    raise
