"""What can be said, to whom, and by which channels. Filled by ``config`` when Django is ready.

Explicit and not discovered: those above this app register what is theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from clinic.deliveries.models import Delivery


@dataclass(frozen=True)
class Attachment:
    """A text file that goes with a message, as ``text/<kind>``."""

    name: str
    content: str
    kind: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Message:
    """What is sent: plain text, and the same as HTML where the channel can show it."""

    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


# Makes the message at the moment of sending; None when it is no longer true.
Template = Callable[["Delivery", datetime], Message | None]
# Returns the recipient's address on the channel; None when there is no way to reach them.
AddressBook = Callable[[int, str], str | None]


class Refused(Exception):
    """The other side will never accept this."""


class Postponed(Exception):
    """The other side did not accept this now."""


class Unreachable(Exception):
    """The other side cannot be reached at all: no message is to blame."""


class Channel(Protocol):
    """A way out, open for as long as a few messages are sent."""

    def send(self, message: Message, *, to: str, name: str) -> str:
        """Send; return what the provider calls it. ``name`` is the delivery's own, and stays the
        same however often it is sent.

        Raises :class:`Refused`, :class:`Postponed` or :class:`Unreachable`.
        """

    def close(self) -> None:
        """Close what is open."""


_TEMPLATES: dict[str, Template] = {}
_ADDRESS_BOOKS: dict[str, AddressBook] = {}
_CHANNELS: dict[str, Callable[[], Channel]] = {}


def register_template(name: str, template: Template) -> None:
    """Let deliveries of that name be made by ``template``."""
    _TEMPLATES[name] = template


def register_recipients(kind: str, addresses: AddressBook) -> None:
    """Let recipients of that kind be found in ``addresses``."""
    _ADDRESS_BOOKS[kind] = addresses


def register_channel(name: str, make: Callable[[], Channel]) -> None:
    """Let messages go out through what ``make`` returns."""
    _CHANNELS[name] = make


def template_named(name: str) -> Template:
    """Return the template. Raises LookupError when nobody registered it."""
    return _TEMPLATES[name]


def addresses_of(kind: str) -> AddressBook:
    """Return where recipients of a kind are found. Raises LookupError."""
    return _ADDRESS_BOOKS[kind]


def open_channel(name: str) -> Channel:
    """Return a new channel of that name. Raises LookupError."""
    return _CHANNELS[name]()


def require_known(*, template: str, kind: str, channel: str) -> None:
    """Raise LookupError unless all three are registered: better now than when it is to be sent."""
    template_named(template)
    addresses_of(kind)
    if channel not in _CHANNELS:
        raise KeyError(channel)
