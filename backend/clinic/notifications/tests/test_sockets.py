"""Frames as a browser sees them, through the real routes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.utils import timezone
from rest_framework_simplejwt.tokens import AccessToken

from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.confirming import confirm_appointment
from clinic.outbox import services as outbox
from clinic.outbox.models import Event
from clinic.slots.models import Slot
from clinic.slots.services.absences import create_absence, delete_absence
from clinic.slots.services.capacity import hold_slot
from clinic.slots.tests.factories import slot_at
from clinic.users import consumers
from clinic.users.models import User
from config.asgi import application

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]
NOTIFICATIONS, CALENDAR = "/ws/notifications/", "/ws/calendar/"


@pytest.fixture
def soon() -> datetime:
    """Sockets live by the real clock."""
    return datetime.now(UTC) + timedelta(days=2)


@pytest.fixture
def slot(dr_cho: User, soon: datetime) -> Slot:
    return slot_at(dr_cho.doctor, soon)


def token_of(user: User, lifetime: timedelta = timedelta(minutes=5)) -> str:
    token = AccessToken.for_user(user)
    token.set_exp(lifetime=lifetime)
    return str(token)


def socket(
    path: str, token: str | None = None, origin: bytes = b"http://localhost"
) -> WebsocketCommunicator:
    subprotocols = ["bearer", token] if token else []
    headers = [(b"host", b"localhost"), (b"origin", origin)]
    return WebsocketCommunicator(application, path, headers, subprotocols)


async def opened(path: str, user: User | None = None) -> WebsocketCommunicator:
    communicator = socket(path, token_of(user) if user else None)
    is_open, subprotocol = await communicator.connect()
    assert is_open
    assert subprotocol == ("bearer" if user else None)
    return communicator


async def frame(communicator: WebsocketCommunicator) -> dict[str, Any]:
    answer: dict[str, Any] = orjson.loads(await communicator.receive_from(timeout=5))
    return answer


async def watching(*doctors: int) -> WebsocketCommunicator:
    communicator = await opened(CALENDAR)
    await communicator.send_json_to({"type": "watch", "doctors": list(doctors)})
    assert await frame(communicator) == {"type": "watching", "doctors": sorted(doctors)}
    return communicator


@database_sync_to_async
def do(act: Callable[[], Any]) -> Any:
    """Act, and relay all that follows."""
    result = act()
    while outbox.relay(now=timezone.now() + timedelta(minutes=1)):
        pass
    return result


def booked(by: User, slot: Slot) -> Appointment:
    return book_slot(by=by, slot_id=slot.pk, wish=Wish(), now=timezone.now())


async def test_a_booked_slot_disappears_for_those_who_watch(ada: User, slot: Slot) -> None:
    stranger = await watching(slot.doctor_id)

    await do(lambda: booked(ada, slot))

    shown = await frame(stranger)
    assert (shown["type"], shown["id"], shown["remaining"]) == ("slot", slot.pk, 0)
    assert set(shown) == {"type", "doctor", "id", "start", "end", "remaining", "is_open"}
    assert await stranger.receive_nothing()
    await stranger.disconnect()


async def test_a_held_slot_too(ada: User, slot: Slot) -> None:
    stranger = await watching(slot.doctor_id)

    await do(lambda: hold_slot(slot_id=slot.pk, patient=ada.patient, now=timezone.now(), minutes=5))

    assert (await frame(stranger))["remaining"] == 0
    await stranger.disconnect()


async def test_an_absence_reaches_an_open_calendar(dr_cho: User, slot: Slot) -> None:
    stranger = await watching(slot.doctor_id)
    away = {"start_at": slot.start_at, "end_at": slot.end_at, "kind": "vacation"}

    absence = await do(
        lambda: create_absence(doctor_id=slot.doctor_id, fields=away, now=timezone.now())
    )

    assert await frame(stranger) == {"type": "calendar", "doctor": slot.doctor_id}

    await do(lambda: delete_absence(absence=absence, now=timezone.now()))

    assert await frame(stranger) == {"type": "calendar", "doctor": slot.doctor_id}
    assert await stranger.receive_nothing()
    await stranger.disconnect()


async def test_only_the_watched_doctors_are_shown(
    ada: User, slot: Slot, dr_diaz: User, dr_new: User
) -> None:
    stranger = await watching(slot.doctor_id)
    await stranger.send_json_to(
        {"type": "watch", "doctors": [dr_diaz.doctor.pk, dr_new.doctor.pk, 999]}
    )
    assert await frame(stranger) == {"type": "watching", "doctors": [dr_diaz.doctor.pk]}

    await do(lambda: booked(ada, slot))

    assert await stranger.receive_nothing()
    await stranger.disconnect()


async def test_both_people_see_the_appointment_change(ada: User, dr_cho: User, slot: Slot) -> None:
    appointment = await do(lambda: booked(ada, slot))
    hers, his = await opened(NOTIFICATIONS, ada), await opened(CALENDAR, dr_cho)
    assert await frame(hers) == {"type": "ready", "unread": 0}

    await do(
        lambda: confirm_appointment(by=dr_cho, appointment_id=appointment.pk, now=timezone.now())
    )

    for communicator in (hers, his):
        shown = await frame(communicator)
        assert (shown["type"], shown["id"], shown["status"], shown["version"]) == (
            "appointment",
            appointment.pk,
            "confirmed",
            2,
        )
    told = await frame(hers)
    assert (told["type"], told["unread"]) == ("notification", 1)
    assert told["notification"]["title"] == "Rendez-vous confirmé"
    await hers.disconnect()
    await his.disconnect()


async def test_strangers_hear_nothing_of_it(
    ada: User, ben: User, dr_diaz: User, eve: User, slot: Slot
) -> None:
    others = [await opened(NOTIFICATIONS, user) for user in (ben, dr_diaz, eve)]
    others += [await opened(CALENDAR, user) for user in (ben, dr_diaz)]
    for communicator in others[:3]:
        await frame(communicator)

    await do(lambda: booked(ada, slot))

    for communicator in others:
        assert await communicator.receive_nothing()
        await communicator.disconnect()


async def closed_with(communicator: WebsocketCommunicator) -> Any:
    output = await communicator.receive_output(timeout=15)
    assert output["type"] == "websocket.close"
    return output["code"]


@pytest.mark.parametrize("token", ["nonsense", "a.b.c"])
@pytest.mark.parametrize("path", [NOTIFICATIONS, CALENDAR])
async def test_a_bad_token_is_refused(db: None, path: str, token: str) -> None:
    communicator = socket(path, token)
    await communicator.connect()

    assert await closed_with(communicator) == 4401


async def test_notifications_want_a_token(db: None) -> None:
    communicator = socket(NOTIFICATIONS)
    await communicator.connect()

    assert await closed_with(communicator) == 4401


async def test_a_deactivated_account_is_refused(ada: User) -> None:
    token = token_of(ada)
    await database_sync_to_async(User.objects.update)(is_active=False)
    communicator = socket(NOTIFICATIONS, token)
    await communicator.connect()

    assert await closed_with(communicator) == 4401


async def test_a_program_may_send_the_header_instead(ada: User) -> None:
    headers = [(b"authorization", f"Bearer {token_of(ada)}".encode())]
    communicator = WebsocketCommunicator(application, NOTIFICATIONS, headers)
    await communicator.connect()

    assert await frame(communicator) == {"type": "ready", "unread": 0}
    await communicator.disconnect()


async def test_without_an_origin_a_token_in_the_subprotocol_is_not_enough(ada: User) -> None:
    communicator = WebsocketCommunicator(
        application, NOTIFICATIONS, [(b"host", b"localhost")], ["bearer", token_of(ada)]
    )

    is_open, _code = await communicator.connect()

    assert not is_open


async def test_a_socket_ends_with_its_token(ada: User) -> None:
    communicator = socket(NOTIFICATIONS, token_of(ada, timedelta(seconds=3)))
    await communicator.connect()
    await frame(communicator)

    assert await closed_with(communicator) == 4401


@pytest.mark.parametrize("origin", [b"https://evil.example", b"http://localhost:9999", b"null"])
async def test_another_sites_page_is_refused(ada: User, origin: bytes) -> None:
    communicator = socket(NOTIFICATIONS, token_of(ada), origin=origin)

    is_open, _code = await communicator.connect()

    assert not is_open


async def test_an_unknown_path_is_refused(db: None) -> None:
    is_open, _code = await socket("/ws/nothing/").connect()

    assert not is_open


@pytest.mark.parametrize("text", ["{", "[]", '"x"', "7", "null", "x" * 5000])
async def test_malformed_frames_end_the_connection(db: None, text: str) -> None:
    communicator = await opened(CALENDAR)
    await communicator.send_to(text_data=text)

    assert await closed_with(communicator) == 4400


async def test_a_flood_of_frames_ends_the_connection(
    dr_cho: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "FRAMES_SECONDS", 3600.0)
    communicator = await opened(CALENDAR)
    for _time in range(consumers.MOST_FRAMES):
        await communicator.send_json_to({"type": "watch", "doctors": [dr_cho.doctor.pk]})
        assert (await frame(communicator))["type"] == "watching"
    await communicator.send_json_to({"type": "watch", "doctors": []})

    assert await closed_with(communicator) == 4429


async def test_frames_at_a_pages_pace_are_welcome(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "FRAMES_SECONDS", 0.0)
    communicator = await opened(CALENDAR)
    for _time in range(3 * consumers.MOST_FRAMES):
        await communicator.send_json_to({"type": "watch", "doctors": []})
        assert await frame(communicator) == {"type": "watching", "doctors": []}
    await communicator.disconnect()


async def test_binary_frames_end_the_connection(db: None) -> None:
    communicator = await opened(CALENDAR)
    await communicator.send_to(bytes_data=b"\x00\xff")

    assert await closed_with(communicator) == 4400


@pytest.mark.parametrize(
    "wish",
    [
        {"type": "dance"},
        {"type": "watch"},
        {"type": "watch", "doctors": "1"},
        {"type": "watch", "doctors": ["1"]},
        {"type": "watch", "doctors": [-1]},
        {"type": "watch", "doctors": [2**70]},
        {"type": "watch", "doctors": list(range(1, 52))},
    ],
)
async def test_a_frame_that_means_nothing_is_answered(db: None, wish: dict[str, Any]) -> None:
    communicator = await opened(CALENDAR)
    await communicator.send_json_to(wish)

    assert (await frame(communicator))["type"] == "error"
    await communicator.disconnect()


async def test_what_is_minutes_old_is_not_shown(ada: User, slot: Slot) -> None:
    stranger = await watching(slot.doctor_id)

    def booked_long_ago() -> None:
        booked(ada, slot)
        Event.objects.update(recorded_at=timezone.now() - timedelta(minutes=3))

    await do(booked_long_ago)

    assert await stranger.receive_nothing()
    await stranger.disconnect()
