"""A frame that a job's thread sends reaches the socket of the serving loop."""

import asyncio
import threading
from unittest.mock import Mock

import pytest
from asgiref.sync import async_to_sync

from clinic.common import layers
from clinic.common.layers import EmbeddedChannelLayer


async def test_another_thread_wakes_who_waits() -> None:
    layer = EmbeddedChannelLayer()
    channel = await layer.new_channel()
    await layer.group_add("group", channel)
    waiting = asyncio.create_task(layer.receive(channel))
    await asyncio.sleep(0.05)

    def send() -> None:
        async_to_sync(layer.group_send)("group", {"type": "frame", "text": "1"})

    thread = threading.Thread(target=send)
    thread.start()

    assert await asyncio.wait_for(waiting, 5) == {"type": "frame", "text": "1"}
    await asyncio.to_thread(thread.join)


async def test_within_the_loop_it_is_sent_directly() -> None:
    layer = EmbeddedChannelLayer()
    channel = await layer.new_channel()
    await layer.group_add("group", channel)
    await layer.group_send("group", {"type": "frame", "text": "2"})

    assert await asyncio.wait_for(layer.receive(channel), 5) == {"type": "frame", "text": "2"}


def test_a_loop_that_ends_meanwhile_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "PATIENCE_SECONDS", 0.05)
    layer = EmbeddedChannelLayer()
    # It says that it runs, and never does what it is told.
    ending = Mock(spec=asyncio.AbstractEventLoop)
    ending.is_running.side_effect = [True, False]
    layer._serving_loop = ending

    async_to_sync(layer.group_send)("group", {"type": "frame"})

    ending.call_soon_threadsafe.assert_called_once()


def test_a_loop_that_is_too_busy_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "PATIENCE_SECONDS", 0.05)
    layer = EmbeddedChannelLayer()
    layer._serving_loop = Mock(spec=asyncio.AbstractEventLoop)

    with pytest.raises(TimeoutError):
        async_to_sync(layer.group_send)("group", {"type": "frame"})


def test_a_loop_that_has_ended_holds_nobody_up() -> None:
    layer = EmbeddedChannelLayer()

    async def serve() -> str:
        channel = await layer.new_channel()
        await layer.group_add("group", channel)
        await layer.group_send("group", {"type": "frame"})
        await layer.receive(channel)
        return channel

    asyncio.run(serve())

    async_to_sync(layer.group_send)("group", {"type": "frame", "text": "3"})
