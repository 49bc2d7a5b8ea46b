"""With Redis: jobs and frames go through it. Without: bookings still work, nothing is lost."""

import asyncio
import time
from datetime import timedelta
from unittest.mock import patch

import pytest
from channels_redis.core import RedisChannelLayer
from django.conf import settings
from django.utils import timezone

from clinic.appointments.services.booking import Wish, book_slot
from clinic.notifications.models import Notification
from clinic.outbox import services as outbox
from clinic.outbox.models import Event
from clinic.slots.models import Slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User
from tests.faults.worker import broker_at, redis_url, worker_on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slot(dr_cho: User) -> Slot:
    return slot_at(dr_cho.doctor, timezone.now() + timedelta(days=2))


def test_a_worker_on_redis_relays_what_a_booking_owes(ada: User, slot: Slot) -> None:
    url = redis_url()
    with worker_on(url), broker_at(url):
        book_slot(by=ada, slot_id=slot.pk, wish=Wish(), now=timezone.now())
        deadline = time.monotonic() + 60
        while not Notification.objects.exists() and time.monotonic() < deadline:
            # The test's cache is not the worker's: what was asked before is forgotten here. A
            # call that a busy machine did not take in time comes again, as from beat.
            outbox.bell.hush()
            outbox.bell.ring()
            time.sleep(0.5)

    assert Notification.objects.count() == 1


async def test_frames_cross_processes_through_redis() -> None:
    here, there = (RedisChannelLayer(hosts=[settings.TEST_REDIS_URL]) for _ in range(2))
    channel = await here.new_channel()
    await here.group_add("user.1", channel)

    await there.group_send("user.1", {"type": "frame", "text": "{}"})

    received = await asyncio.wait_for(here.receive(channel), 5)
    assert received == {"type": "frame", "text": "{}"}


@pytest.mark.both_databases
def test_without_a_broker_a_booking_succeeds_and_is_told_later(ada: User, slot: Slot) -> None:
    with broker_at("redis://127.0.0.1:1/0"):
        booked = book_slot(by=ada, slot_id=slot.pk, wish=Wish(), now=timezone.now())

    assert booked.pk
    assert Event.objects.owed().count() == 1
    while outbox.relay(now=timezone.now() + timedelta(minutes=1)):
        pass
    assert Notification.objects.count() == 1


@pytest.mark.both_databases
def test_without_redis_for_frames_what_is_told_is_stored_once_and_done(
    ada: User, slot: Slot
) -> None:
    book_slot(by=ada, slot_id=slot.pk, wish=Wish(), now=timezone.now())
    layer = RedisChannelLayer(hosts=["redis://127.0.0.1:1/0"])
    with patch("clinic.notifications.live.get_channel_layer", return_value=layer):
        outbox.relay(now=timezone.now() + timedelta(seconds=1))

    assert Notification.objects.count() == 1
    moved = Event.objects.get(topic="appointment.moved")
    assert (moved.attempts, moved.relayed_at is None) == (0, False)
    assert Event.objects.owed().count() == 0
