"""Mails that are owed arrive, whatever dies in between: the sender, the server, or both."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from clinic.deliveries.lifecycle import LEASE
from clinic.deliveries.models import Delivery
from clinic.deliveries.tests.postman import send_due
from clinic.users.models import User
from clinic.users.services.passwords import ask_password_reset
from tests.faults.process import run_until_killed
from tests.smtp import mail_server, mail_to

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

DIE = "import os, signal\ndef die(*a, **k): os.kill(os.getpid(), signal.SIGKILL)\n"
SEND = "from clinic.deliveries import tasks\ntasks.send()\n"
# Where the sender dies: its claim is committed each time.
DEATHS = {
    "before the message is made": DIE
    + "from clinic.deliveries.services import sending\nsending.template_named = die\n",
    "before it is sent": DIE + "from clinic.deliveries.mail import Mail\nMail.send = die\n",
    "after it was accepted": DIE
    + "from clinic.deliveries.services import sending\nsending._note = die\n",
}


def people(*users: User) -> list[str]:
    """Let each be owed a mail; return their addresses."""
    for user in users:
        ask_password_reset(email=user.email, now=timezone.now())
    return [user.email for user in users]


def through(port: int) -> str:
    """Return what sends a process' mail to that port."""
    return (
        "from django.conf import settings\n"
        "settings.EMAIL_BACKEND = 'django.core.mail.backends.smtp.EmailBackend'\n"
        f"settings.EMAIL_HOST, settings.EMAIL_PORT = '127.0.0.1', {port}\n"
    )


@pytest.mark.parametrize("death", DEATHS.items(), ids=DEATHS.keys())
def test_a_sender_killed_in_the_middle_loses_nothing(
    death: tuple[str, str], ada: User, ben: User
) -> None:
    wanted = people(ada, ben)
    where, fault = death
    with mail_server() as postbox:
        run_until_killed(through(postbox.port) + fault + SEND)
        assert [row.state for row in Delivery.objects.all()] == ["claimed", "claimed"]
        send_due(at=timezone.now())
        sent_before = postbox.addresses()
        send_due(at=timezone.now() + LEASE + timedelta(seconds=1))

    accepted_unheard = [ada.email] if where == "after it was accepted" else []
    assert sent_before == accepted_unheard
    assert postbox.addresses() == accepted_unheard + wanted
    # SMTP's own "at least once": the second has the first one's name.
    names = [mail["Message-ID"] for _to, mail in postbox.received]
    assert len(set(names)) == 2
    assert [row.state for row in Delivery.objects.all()] == ["sent", "sent"]


def test_a_server_that_is_down_for_an_hour_while_senders_die_gets_all_in_the_end(
    ada: User, ben: User
) -> None:
    wanted = people(ada, ben)
    begin = timezone.now()
    with mail_to(1):
        for minute in range(0, 60, 2):
            send_due(at=begin + timedelta(minutes=minute))
    run_until_killed(through(1) + DEATHS["before it is sent"] + _at(begin, minutes=60) + SEND)

    with mail_server() as postbox:
        for minute in range(60, 70):
            send_due(at=begin + timedelta(minutes=minute))

    assert postbox.addresses() == wanted
    assert [row.state for row in Delivery.objects.all()] == ["sent", "sent"]


def test_nothing_depends_on_what_was_asked_of_the_queue(ada: User) -> None:
    """Redis flushed or restarted: the timetable's next turn finds what is owed."""
    wanted = people(ada)
    assert settings.CELERY_BEAT_SCHEDULE["send-deliveries"] == {
        "task": "deliveries.send",
        "schedule": 5.0,
        # The next turn does what this one had to; a queue that waits grows no tail of turns.
        "options": {"expires": 5},
    }

    assert [message.to for message in send_due()] == [wanted]


def _at(begin: datetime, *, minutes: int) -> str:
    """Return what sets a process' clock."""
    at = (begin + timedelta(minutes=minutes)).astimezone(UTC)
    return (
        "import datetime\nfrom django.utils import timezone\n"
        f"timezone.now = lambda: datetime.datetime.fromisoformat({at.isoformat()!r})\n"
    )
