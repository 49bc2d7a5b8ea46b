"""Mail over SMTP, with a real server."""

import socket
from collections.abc import Iterator
from contextlib import closing
from email.message import Message as Mime

import pytest

from clinic.deliveries.mail import Mail
from clinic.deliveries.registry import Attachment, Message, Postponed, Refused, Unreachable
from tests.smtp import Postbox, mail_server, mail_to

HELLO = Message(
    subject="Rendez-vous confirmé",
    text="Bonjour,\nà bientôt.",
    html="<p>Bonjour</p>",
    attachments=(
        Attachment(
            name="rendez-vous.ics",
            content="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
            kind="calendar",
            parameters=(("method", "REQUEST"),),
        ),
    ),
)
ADA = "ada@example.org"


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with mail_server() as server:
        yield server


def send(*, to: str = ADA, name: str = "7.1790000000", message: Message = HELLO) -> str:
    with closing(Mail()) as way:
        return way.send(message, to=to, name=name)


def parts(mail: Mime) -> dict[str, str]:
    return {
        part.get_content_type(): bytes(part.get_payload(decode=True)).decode()
        for part in mail.walk()
        if not part.is_multipart()
    }


def test_a_mail_has_both_forms_its_files_and_the_deliverys_name(postbox: Postbox) -> None:
    sent = send()

    [(to, mail)] = postbox.received
    assert (to, sent) == (ADA, "<7.1790000000@localhost>")
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == (sent, "auto-generated")
    assert (mail["To"], mail["Bcc"]) == (ADA, None)
    assert parts(mail) == {
        "text/plain": "Bonjour,\r\nà bientôt.",
        "text/html": "<p>Bonjour</p>",
        "text/calendar": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    }
    [calendar] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_filename() == "rendez-vous.ics"


def test_plain_text_alone_is_a_mail_too(postbox: Postbox) -> None:
    send(message=Message(subject="S", text="T"))

    assert [mail.get_content_type() for _to, mail in postbox.received] == ["text/plain"]


def test_a_few_mails_share_a_connection(postbox: Postbox) -> None:
    with closing(Mail()) as way:
        way.send(HELLO, to=ADA, name="1")
        way.send(HELLO, to="ben@example.org", name="2")

    assert postbox.addresses() == [ADA, "ben@example.org"]
    assert len(postbox.connections) == 1


@pytest.mark.parametrize(
    ("where", "answer", "outcome", "said"),
    [
        (ADA, "550 5.1.1 <ada@example.org> unknown", Refused, "SMTPRecipientsRefused 550"),
        (ADA, "451 4.7.1 greylisted, come back", Postponed, "SMTPRecipientsRefused 451"),
        ("DATA", "554 5.7.1 ada looks like spam", Refused, "SMTPDataError 554"),
        ("DATA", "452 4.3.1 disk full", Postponed, "SMTPDataError 452"),
        ("DATA", "421 4.3.2 going down", Postponed, "SMTPDataError 421"),
    ],
)
def test_what_a_server_says_decides_and_is_kept_without_its_words(
    postbox: Postbox, where: str, answer: str, outcome: type[Exception], said: str
) -> None:
    postbox.answers[where] = answer

    with pytest.raises(outcome) as refusal:
        send()

    assert str(refusal.value) == said
    assert postbox.received == []


def test_one_that_is_refused_leaves_the_connection_good_for_the_next(postbox: Postbox) -> None:
    postbox.answers[ADA] = "550 unknown"
    with closing(Mail()) as way:
        with pytest.raises(Refused):
            way.send(HELLO, to=ADA, name="1")
        way.send(HELLO, to="ben@example.org", name="2")

    assert postbox.addresses() == ["ben@example.org"]


def test_a_server_that_is_not_there_is_no_messages_fault() -> None:
    with mail_to(1), pytest.raises(Unreachable, match=r"^ConnectionRefusedError$"):
        send()


def test_a_server_that_hangs_up_in_the_middle_costs_the_one_message(postbox: Postbox) -> None:
    with closing(Mail()) as way:
        way.send(HELLO, to=ADA, name="1")
        way.connection.connection.sock.shutdown(socket.SHUT_RDWR)
        with pytest.raises(Postponed):
            way.send(HELLO, to=ADA, name="2")
        way.send(HELLO, to="ben@example.org", name="3")

    assert postbox.addresses() == [ADA, "ben@example.org"]
