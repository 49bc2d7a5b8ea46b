"""A worker that dies in the middle loses nothing and does nothing twice."""

from datetime import datetime, timedelta
from unittest.mock import Mock, patch

import pytest
from django.utils import timezone

from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import Wish, book_slot
from clinic.notifications import live
from clinic.notifications.models import Notification
from clinic.outbox import services as outbox
from clinic.outbox.models import Event
from clinic.slots.models import Hold, Slot
from clinic.slots.services.capacity import hold_slot, release_expired_holds
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User
from tests.faults.process import run_until_killed

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

DIE = "import os, signal\ndef die(*a, **k): os.kill(os.getpid(), signal.SIGKILL)\n"
RELAY = """
from datetime import timedelta
from django.utils import timezone
from clinic.outbox import services
services.relay(now=timezone.now() + timedelta(minutes=1))
"""
# Where the relay dies before its work is committed.
DEATHS = {
    "in the handler that stores": DIE
    + "from clinic.outbox import events\n"
    + "handlers = events._HANDLERS['appointment.moved']\n"
    + "store = handlers['notifications.store']\n"
    + "handlers['notifications.store'] = lambda facts: (store(facts), die())\n",
    "before the event is done with": DIE
    + "from clinic.outbox.models import EventQuerySet\nEventQuerySet.update = die\n",
}


@pytest.fixture
def slot(dr_cho: User, now: datetime) -> Slot:
    return slot_at(dr_cho.doctor, timezone.now() + timedelta(days=2))


def relay_all() -> None:
    while outbox.relay(now=timezone.now() + timedelta(minutes=1)):
        pass


def shown_types(send: Mock) -> list[str]:
    return [frame["type"] for call in send.call_args_list for _groups, frame in call.args[0]]


@pytest.mark.parametrize("death", DEATHS.values(), ids=DEATHS.keys())
def test_a_worker_killed_in_mid_relay_loses_and_doubles_nothing(
    death: str, ada: User, slot: Slot
) -> None:
    book_slot(by=ada, slot_id=slot.pk, wish=Wish(), now=timezone.now())

    run_until_killed(death + RELAY)
    run_until_killed(death + RELAY)
    with patch.object(live, "_send") as shown:
        relay_all()
        relay_all()

    assert Notification.objects.count() == 1
    assert Event.objects.owed().count() == 0
    assert sorted(shown_types(shown)) == ["appointment", "notification", "slot"]


def test_a_worker_killed_before_its_frames_are_out_repeats_nothing_stored(
    ada: User, slot: Slot
) -> None:
    book_slot(by=ada, slot_id=slot.pk, wish=Wish(), now=timezone.now())

    run_until_killed(DIE + "from clinic.notifications import live\nlive._send = die\n" + RELAY)
    with patch.object(live, "_send") as shown:
        relay_all()

    assert Notification.objects.count() == 1
    assert Event.objects.owed().count() == 0
    # Whoever watches reads again when the socket comes back.
    assert shown_types(shown) == []


def test_a_process_killed_while_booking_leaves_no_half_booking(ada: User, slot: Slot) -> None:
    script = (
        DIE
        + f"""
from django.utils import timezone
from clinic.appointments.services import booking
from clinic.users.models import User
booking.record_transition = die
booking.book_slot(
    by=User.objects.get(pk={ada.pk}), slot_id={slot.pk}, wish=booking.Wish(), now=timezone.now()
)
"""
    )

    run_until_killed(script)

    slot.refresh_from_db()
    assert (slot.booked, Appointment.objects.count(), Event.objects.count()) == (0, 0, 0)
    assert book_slot(by=ada, slot_id=slot.pk, wish=Wish(), now=timezone.now()).pk


def test_a_sweeper_killed_in_the_middle_frees_each_place_once(ada: User, slot: Slot) -> None:
    past = timezone.now() - timedelta(hours=1)
    hold_slot(slot_id=slot.pk, patient=ada.patient, now=past, minutes=5)
    script = (
        DIE
        + """
from django.utils import timezone
from clinic.slots.services import capacity
capacity._give_back = die
capacity.release_expired_holds(now=timezone.now())
"""
    )

    run_until_killed(script)

    slot.refresh_from_db()
    assert (slot.booked, Hold.objects.count()) == (1, 1)
    assert release_expired_holds(now=timezone.now()) == 1
    slot.refresh_from_db()
    assert (slot.booked, Hold.objects.count()) == (0, 0)
