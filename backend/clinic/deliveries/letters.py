"""Letters: what a mail says, and its two forms, as plain text and as HTML that mail clients show.

One layout for all: whoever writes a letter gives its parts and no markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from clinic.deliveries.registry import Attachment, Message


@dataclass(frozen=True)
class Letter:
    """The parts of a letter, in the language that is active; every text is plain.

    ``facts`` are pairs of a label and what it stands for, ``button`` is what to do and where;
    ``notes`` are small print.
    """

    subject: str
    greeting: str
    paragraphs: Sequence[str]
    facts: Sequence[tuple[str, str]] = ()
    button: tuple[str, str] | None = None
    notes: Sequence[str] = ()


def message_of(letter: Letter, *, attachments: tuple[Attachment, ...] = ()) -> Message:
    """Return the letter as a message."""
    context = {
        "letter": letter,
        "language": get_language(),
        "colon": "\N{NO-BREAK SPACE}:" if get_language() == "fr" else ":",
        "site": settings.FRONTEND_BASE_URL,
    }
    return Message(
        # A name may hold a line break; a header may not.
        subject=" ".join(letter.subject.splitlines()),
        text=render_to_string("deliveries/mail/letter.txt", context).strip() + "\n",
        html=render_to_string("deliveries/mail/letter.html", context),
        attachments=attachments,
    )
