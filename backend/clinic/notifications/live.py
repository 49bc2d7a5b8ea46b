"""Live frames to browsers: made with the change, sent after its commit.

A frame carries what makes a second one harmless (ids, versions). One that could not be sent is
dropped, and so is one that would be old: clients read again when they reconnect.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import orjson
import structlog
from channels.layers import get_channel_layer
from django.db import transaction
from django.utils import timezone

from clinic.common.layers import sending_loop

log = structlog.get_logger(__name__)

FRESH: Final = timedelta(minutes=2)
SEND_SECONDS: Final = 2

# A frame with the groups of sockets that it goes to.
Addressed = tuple[list[str], dict[str, Any]]


def user_group(user_id: int) -> str:
    """Return the group of one person's sockets."""
    return f"user.{user_id}"


def calendar_group(doctor_id: int) -> str:
    """Return the group of those who watch one doctor's free slots."""
    return f"calendar.{doctor_id}"


def is_fresh(happened_at: datetime) -> bool:
    """Return whether somebody who watches wants to see it still."""
    return timezone.now() - happened_at <= FRESH


def show_after_commit(frames: Iterable[Addressed]) -> None:
    """Send the frames once the running transaction has committed, or never."""
    if ready := list(frames):
        transaction.on_commit(partial(_send, ready))


def _send(frames: list[Addressed]) -> None:
    sending = asyncio.run_coroutine_threadsafe(_send_all(frames), sending_loop())
    try:
        sending.result(SEND_SECONDS)
    except Exception as error:
        # Whatever is wrong with the layer: what is stored stands, and nothing of it is repeated.
        sending.cancel()
        log.warning("live.not_sent", frames=len(frames), error=type(error).__name__)


async def _send_all(frames: list[Addressed]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    for groups, frame in frames:
        text = orjson.dumps(frame, option=orjson.OPT_UTC_Z).decode()
        for group in groups:
            await layer.group_send(group, {"type": "frame", "text": text})
