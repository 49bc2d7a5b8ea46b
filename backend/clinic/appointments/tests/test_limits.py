"""How much one patient takes, and how fast."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.settings import api_settings
from rest_framework.test import APIClient

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment
from clinic.appointments.policies import TooManyAppointments
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.requesting import WishedTime, request_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.common.text import iso_utc
from clinic.patients.models import Patient
from clinic.slots.models import Hold, Slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Book = Callable[..., Appointment]
Api = Callable[[User | None], APIClient]


@pytest.fixture(autouse=True)
def two_appointments(settings: Any) -> None:
    """One patient may have two appointments ahead."""
    settings.MOST_UPCOMING_VISITS = 2


@pytest.fixture
def third(dr_cho: User, now: datetime) -> Slot:
    return slot_at(dr_cho.doctor, now + timedelta(days=2, hours=2))


@pytest.fixture
def two(ada: User, slot: Slot, later_slot: Slot, book: Book) -> list[Appointment]:
    return [book(ada, slot), book(ada, later_slot)]


def test_one_more_is_refused_and_takes_nothing(
    api: Api, ada: User, ben: User, two: list[Appointment], third: Slot, book: Book
) -> None:
    response = api(ada).post("/api/appointments/", {"slot": third.pk})

    assert (response.status_code, response.json()["code"]) == (409, "too_many_visits")
    assert response.json()["error"] == (
        "Vous avez déjà autant de rendez-vous à venir qu’il est possible d’en prendre en ligne. "
        "Annulez-en un dont vous n’avez plus besoin, ou appelez le cabinet."
    )
    third.refresh_from_db()
    assert (third.booked, Appointment.objects.count()) == (0, 2)
    assert book(ben, third).status == "pending"


def test_a_request_that_would_wait_is_one_more_too(
    api: Api, ada: User, two: list[Appointment], now: datetime
) -> None:
    wished = {
        "requested_start": (now + timedelta(days=9)).isoformat(),
        "requested_end": (now + timedelta(days=9, hours=1)).isoformat(),
    }

    response = api(ada).post("/api/appointments/", wished)

    assert (response.status_code, response.json()["code"]) == (409, "too_many_visits")
    assert Appointment.objects.count() == len(two)


def test_after_one_was_cancelled_there_is_room_again(
    ada: User, two: list[Appointment], third: Slot, book: Book, now: datetime
) -> None:
    apply_transition(by=ada, appointment_id=two[0].pk, transition=Transition.CANCEL, now=now)

    assert book(ada, third).status == "pending"


def test_what_has_begun_no_longer_counts(
    ada: User, two: list[Appointment], third: Slot, slot: Slot
) -> None:
    book_slot(by=ada, slot_id=third.pk, wish=Wish(), now=slot.start_at)

    assert Appointment.objects.active().count() == 3


def test_a_request_counts_while_its_time_lies_ahead(
    ada: User, slot: Slot, later_slot: Slot, third: Slot, book: Book, now: datetime
) -> None:
    Slot.objects.update(is_open=False)
    wished = WishedTime(start_at=now + timedelta(days=1), end_at=now + timedelta(days=1, hours=1))
    request_appointment(by=ada, wished=wished, wish=Wish(), now=now)
    Slot.objects.update(is_open=True)
    book(ada, slot)

    with pytest.raises(TooManyAppointments):
        book(ada, later_slot)

    book_slot(by=ada, slot_id=later_slot.pk, wish=Wish(), now=wished.end_at)


def test_the_practice_books_beyond(
    ada: User, dr_cho: User, two: list[Appointment], third: Slot, book: Book
) -> None:
    assert book(dr_cho, third, patient_id=ada.patient.pk).status == "confirmed"


@pytest.fixture
def twice_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "booking", "2/min")


def test_a_patient_holds_moves_and_changes_at_a_humans_pace(
    api: Api, ada: User, appointment: Appointment, later_slot: Slot, twice_a_minute: None
) -> None:
    client = api(ada)
    path = f"/api/appointments/{appointment.pk}/"
    answers = [
        client.patch(path, {"motif": "Suivi"}),
        client.post(f"{path}reschedule/", {"slot": later_slot.pk}),
        client.patch(path, {"motif": "Douleur"}),
        client.put(path, {"motif": "Douleur"}),
        client.post(f"{path}reschedule/", {"slot": later_slot.pk}),
        client.post(f"/api/slots/{later_slot.pk}/hold/"),
        client.post("/api/appointments/", {"slot": later_slot.pk}),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 429, 429, 429, 429, 429]
    assert answers[2].json()["code"] == "throttled"
    appointment.refresh_from_db()
    assert (appointment.motif, appointment.slot, appointment.version) == ("Suivi", later_slot, 3)
    assert client.post(f"{path}cancel/").status_code == 200


def test_holding_counts_too(
    api: Api, ada: User, slot: Slot, later_slot: Slot, twice_a_minute: None
) -> None:
    paths = [f"/api/slots/{pk}/hold/" for pk in (slot.pk, later_slot.pk, slot.pk)]

    assert [api(ada).post(path).status_code for path in paths] == [201, 201, 429]
    assert Hold.objects.get().slot == later_slot


def test_what_was_counted_is_not_pushed_out_by_other_memories(
    api: Api, ada: User, slot: Slot, later_slot: Slot, twice_a_minute: None
) -> None:
    paths = [f"/api/slots/{pk}/hold/" for pk in (slot.pk, later_slot.pk)]
    assert [api(ada).post(path).status_code for path in paths] == [201, 201]

    for number in range(1000):
        caches["default"].set(f"something-else-{number}", 1)

    assert api(ada).post(paths[0]).status_code == 429


def test_the_practice_changes_as_fast_as_it_must(
    api: Api, dr_cho: User, appointment: Appointment, twice_a_minute: None
) -> None:
    path = f"/api/appointments/{appointment.pk}/"
    answers = [api(dr_cho).patch(path, {"motif": f"Suivi {turn}"}) for turn in range(4)]

    assert [answer.status_code for answer in answers] == [200] * 4


def test_one_look_tells_how_many_there_are_and_whether_the_time_is_free(
    ada: User, eve: User, slot: Slot, later_slot: Slot, book: Book
) -> None:
    looks = []
    for by, place, whose in ((ada, slot, {}), (eve, later_slot, {"patient_id": ada.patient.pk})):
        with CaptureQueriesContext(connection) as queries:
            book(by, place, **whose)
        read = 'FROM "appointments_appointment"'
        looks.append(sum(read in query["sql"] for query in queries.captured_queries))

    assert looks == [1, 1]


def test_an_inactive_patient_books_through_the_practice(
    api: Api, ada: User, eve: User, slot: Slot, book: Book, now: datetime
) -> None:
    Patient.objects.filter(user=ada).update(status="Inactif")
    wished = {
        "requested_start": iso_utc(now + timedelta(days=3)),
        "requested_end": iso_utc(now + timedelta(days=4)),
    }
    for body in ({"slot": slot.pk}, wished):
        response = api(ada).post("/api/appointments/", body)
        assert (response.status_code, response.json()["code"]) == (403, "patient_inactive")
        assert response.json()["error"] == (
            "Votre dossier patient est inactif. Appelez le cabinet pour prendre rendez-vous."
        )
    slot.refresh_from_db()
    assert (slot.booked, Appointment.objects.count()) == (0, 0)

    assert book(eve, slot, patient_id=ada.patient.pk).status == "confirmed"
