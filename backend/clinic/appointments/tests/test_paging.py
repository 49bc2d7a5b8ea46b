"""Lists go on where they stopped, also over requests that have no time yet."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]


@pytest.fixture
def in_order(ada: User, dr_cho: User, book: Any, now: datetime) -> list[int]:
    """Ada's appointments and requests by their time; the first says nothing of any time."""

    def waiting(day: int | None) -> Appointment:
        start_at = None if day is None else now + timedelta(days=day)
        return Appointment.objects.create(
            patient=ada.patient,
            requested_start_at=start_at,
            requested_end_at=start_at and start_at + timedelta(days=9),
            created_by=ada,
            created_at=now,
        )

    def appointment(day: int) -> Appointment:
        made: Appointment = book(ada, slot_at(dr_cho.doctor, now + timedelta(days=day)))
        return made

    days = {
        4: appointment(4),
        1: waiting(1),
        5: waiting(5),
        2: appointment(2),
        3: waiting(3),
        6: appointment(6),
    }
    # At the same moment as an appointment; and without any.
    same, none = waiting(4), waiting(None)
    return [none.pk, *(days[day].pk for day in (1, 2, 3, 4)), same.pk, days[5].pk, days[6].pk]


def pages(client: APIClient, query: str) -> Iterator[list[int]]:
    path = f"/api/appointments/?{query}"
    while path:
        answer = client.get(path)
        assert answer.status_code == 200
        yield [row["id"] for row in answer.json()]
        path = answer.headers.get("Link", "").split(";")[0].strip("<> ")


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
@pytest.mark.parametrize("order", ["", "&ordering=start_time", "&ordering=-start_time"])
def test_pages_lose_nothing_and_repeat_nothing(
    api: Api, ada: User, in_order: list[int], limit: int, order: str
) -> None:
    expected = in_order[::-1] if "-" in order else in_order

    walked = list(pages(api(ada), f"limit={limit}{order}"))

    assert [pk for page in walked for pk in page] == expected
    assert max(len(page) for page in walked) == min(limit, len(expected))
