"""What this app announces."""

from dataclasses import dataclass

from clinic.outbox.events import Payload


@dataclass(frozen=True)
class UserRegistered(Payload, topic="user.registered"):
    """Somebody has opened an account."""

    user_id: int


@dataclass(frozen=True)
class UserApproved(Payload, topic="user.approved"):
    """The clinic has approved an account."""

    user_id: int


@dataclass(frozen=True)
class UserClosed(Payload, topic="user.closed"):
    """An account was closed: its holder has left."""

    user_id: int
