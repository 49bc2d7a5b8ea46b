"""How much one patient takes by booking themself."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from clinic.appointments.lifecycle import Move
from clinic.appointments.models import Appointment
from clinic.appointments.policies import TooManyVisits
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.moving import move_appointment
from clinic.appointments.services.requesting import WishedTime, request_visit
from clinic.slots.models import Slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Book = Callable[..., Appointment]
Api = Callable[[User | None], APIClient]


@pytest.fixture(autouse=True)
def two_visits(settings: pytest.FixtureRequest) -> None:
    """One patient may have two visits ahead."""
    settings.MOST_UPCOMING_VISITS = 2  # type: ignore[attr-defined]  # pytest-django's


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


def test_after_one_was_cancelled_there_is_room_again(
    ada: User, two: list[Appointment], third: Slot, book: Book, now: datetime
) -> None:
    move_appointment(by=ada, appointment_id=two[0].pk, move=Move.CANCEL, now=now)

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
    request_visit(by=ada, wished=wished, wish=Wish(), now=now)
    Slot.objects.update(is_open=True)
    book(ada, slot)

    with pytest.raises(TooManyVisits):
        book(ada, later_slot)

    book_slot(by=ada, slot_id=later_slot.pk, wish=Wish(), now=wished.end_at)


def test_the_practice_books_beyond(
    ada: User, dr_cho: User, two: list[Appointment], third: Slot, book: Book
) -> None:
    assert book(dr_cho, third, patient_id=ada.patient.pk).status == "confirmed"


def test_counting_costs_no_statement_of_its_own(ada: User, slot: Slot, book: Book) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        book(ada, slot)

    statements = [query["sql"] for query in queries.captured_queries]
    counting = [sql for sql in statements if "COUNT(" in sql]
    assert len(counting) == 1
    assert 'FROM "slots_slot"' in counting[0]
