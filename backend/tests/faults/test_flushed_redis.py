"""Redis is emptied and the worker killed: what was owed is in the database, and comes all the
same."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from clinic.appointments.services.booking import Wish, book_slot
from clinic.deliveries.models import Delivery
from clinic.jobs.models import Job
from clinic.jobs.services.asking import ask_for
from clinic.notifications.models import Notification
from clinic.outbox.models import Event
from clinic.slots.tasks import EXTEND_HORIZON
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User
from clinic.users.services.mails import PASSWORD_RESET
from clinic.users.services.passwords import ask_password_reset
from config.celery import app
from tests.faults.worker import broker_at, redis_url, worker_on

pytestmark = pytest.mark.django_db(transaction=True)

# Of the tests' Redis; nobody else's, so that it may be emptied.
DATABASE = 7
TURNS = ("outbox.relay", "deliveries.send", "jobs.run")


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait as long as a busy machine may take."""
    deadline = time.monotonic() + 60
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert happened()


def test_a_killed_worker_and_a_flushed_redis_lose_nothing(ada: User, dr_cho: User) -> None:
    slot = slot_at(dr_cho.doctor, timezone.now() + timedelta(days=2))
    server = redis.Redis(unix_socket_path=f"{settings.TEST_HOME}/redis.sock", db=DATABASE)
    server.flushdb()
    url = redis_url(DATABASE)
    with broker_at(url):
        with worker_on(url) as first:
            first.kill()
        book_slot(by=ada, slot_id=slot.pk, wish=Wish(), now=timezone.now())
        # Not put off to the morning, whatever the hour.
        ask_password_reset(email=ada.email, now=timezone.now())
        with transaction.atomic():
            job = ask_for(EXTEND_HORIZON, now=timezone.now())
        for turn in TURNS:
            app.send_task(turn)
        assert server.llen("celery") > 0
        server.flushdb()
        assert server.llen("celery") == 0

        with worker_on(url):
            wait_until(lambda: _turns_bring(Notification.objects.exists))
            wait_until(lambda: _turns_bring(lambda: not _is_owed()))

    assert Event.objects.owed().count() == 0
    assert Notification.objects.count() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)
    mail = Delivery.objects.get(template=PASSWORD_RESET)
    assert (mail.state, mail.attempts) == ("sent", 1)


def _turns_bring(what: Callable[[], bool]) -> bool:
    """Ask for the timetable's turns, as beat does every five seconds; return whether it came."""
    for turn in TURNS:
        app.send_task(turn)
    time.sleep(0.5)
    return what()


def _is_owed() -> bool:
    due = Delivery.objects.filter(state__in=["owed", "claimed"], not_before__lte=timezone.now())
    return due.exists() or Job.objects.unfinished().exists()
