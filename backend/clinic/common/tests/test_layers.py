"""A frame that a job's thread sends reaches the socket of the serving loop."""

import asyncio
import threading

from asgiref.sync import async_to_sync

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


async def test_a_busy_loop_gets_to_all_of_it_later() -> None:
    layer = EmbeddedChannelLayer()
    channel = await layer.new_channel()
    await layer.group_add("group", channel)
    waiting = asyncio.create_task(layer.receive(channel))
    await asyncio.sleep(0.05)

    async def send_both() -> None:
        for text in ("3", "4"):
            await layer.group_send("group", {"type": "frame", "text": text})

    thread = threading.Thread(target=async_to_sync(send_both))
    thread.start()
    # Meanwhile the loop does nothing else, and the sender does not wait for it.
    thread.join(5)

    assert not thread.is_alive()
    assert await asyncio.wait_for(waiting, 5) == {"type": "frame", "text": "3"}
    assert await asyncio.wait_for(layer.receive(channel), 5) == {"type": "frame", "text": "4"}


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
