"""Closing the sockets of ended sessions, whichever process holds them and whichever ended them."""

from collections.abc import Iterable

from clinic.common.layers import send_soon


def session_group(session_id: str) -> str:
    """Return the group of one session's sockets."""
    return f"session.{session_id}"


def close_sockets(session_ids: Iterable[str]) -> None:
    """Ask the sessions' sockets to close. One that is not reached finds out by itself."""
    send_soon(map(session_group, session_ids), {"type": "session.ended"})
