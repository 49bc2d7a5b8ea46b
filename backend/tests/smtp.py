"""A mail server for tests: on a free port, obedient or not, and stopped again."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings


@dataclass
class Postbox:
    """What a server has accepted, and what it says to whom instead."""

    port: int
    answers: dict[str, str] = field(default_factory=dict)
    received: list[tuple[str, Message]] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Accept the recipient, or answer what is to be answered."""
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the message, or answer what is to be answered to any."""
        self.connections.add(session.peer)
        if answer := self.answers.get("DATA"):
            return answer
        message = message_from_bytes(cast("bytes", envelope.content))
        self.received += [(address, message) for address in envelope.rcpt_tos]
        return "250 kept"

    def addresses(self) -> list[str]:
        """Return to whom something came, in order."""
        return [address for address, _message in self.received]


@contextmanager
def mail_server() -> Iterator[Postbox]:
    """Run a server for a while; mail goes there meanwhile."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        postbox = Postbox(port=one.getsockname()[1])
    controller = Controller(postbox, hostname="127.0.0.1", port=postbox.port)
    controller.start()
    try:
        with mail_to(postbox.port):
            yield postbox
    finally:
        controller.stop()


@contextmanager
def mail_to(port: int) -> Iterator[None]:
    """Let mail go to that port of this machine."""
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
        yield
