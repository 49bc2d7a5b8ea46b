"""Mail, through whatever ``EMAIL_URL`` names.

SMTP delivers at least once: a server may accept a message whose acceptance nobody hears of. The
Message-ID is the delivery's own, so that mailboxes can tell the second from a new one.
"""

import smtplib
from email.mime.text import MIMEText
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from clinic.deliveries.registry import Attachment, Message, Postponed, Refused, Unreachable


class Mail:
    """A :class:`~clinic.deliveries.registry.Channel`: one connection for a few mails."""

    def __init__(self) -> None:
        self.connection: Any = get_connection()

    def send(self, message: Message, *, to: str, name: str) -> str:
        """Send one mail; return its Message-ID."""
        mail_id = f"<{name}@{urlsplit(settings.PUBLIC_BASE_URL).hostname}>"
        mail = EmailMultiAlternatives(
            subject=message.subject,
            body=message.text,
            to=[to],
            connection=self.connection,
            headers={"Message-ID": mail_id, "Auto-Submitted": "auto-generated"},
        )
        if message.html:
            mail.attach_alternative(message.html, "text/html")
        for attachment in message.attachments:
            mail.attach(_part(attachment))
        self._reach()
        self._hand_over(mail)
        return mail_id

    def close(self) -> None:
        """Say goodbye to the server."""
        self.connection.close()

    def _reach(self) -> None:
        try:
            self.connection.open()
        except OSError as error:
            raise Unreachable(_said(error)) from error

    def _hand_over(self, mail: EmailMultiAlternatives) -> None:
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            [(code, _words)] = error.recipients.values()
            raise (Refused if _is_final(code) else Postponed)(f"{_said(error)} {code}") from error
        except smtplib.SMTPDataError as error:
            raise (Refused if _is_final(error.smtp_code) else Postponed)(_said(error)) from error
        except OSError as error:
            # SMTPException is one. The next mail begins with a new connection.
            self.connection.close()
            raise Postponed(_said(error)) from error


def _is_final(code: int) -> bool:
    return code >= 500  # noqa: PLR2004  RFC 5321 §4.2.1: 5yz, permanent


def _said(error: OSError) -> str:
    """Return the kind of fault: the server's own words may hold the address."""
    code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else ""
    return f"{type(error).__name__} {code}".strip()


def _part(attachment: Attachment) -> MIMEText:
    part = MIMEText(attachment.content, attachment.kind, "utf-8")
    for name, value in attachment.parameters:
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part
