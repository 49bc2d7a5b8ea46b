"""``If-Match`` by RFC 9110 (13.1.1): any of the tags that are named, compared strongly."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]

# What is sent, where TAG stands for the present tag, and the status.
CASES = [
    ("TAG", 200),
    ("*", 200),
    (" * ", 200),
    ('"other", TAG', 200),
    ('TAG,"other"', 200),
    ('W/"other",  TAG', 200),
    # A weak one may stand for another state, even the present one's.
    ("W/TAG", 412),
    ('"other", W/TAG', 412),
    ('"other"', 412),
    ('"*"', 412),
    # No tag at all.
    ("other", 412),
    (",", 412),
    ("W/", 412),
]


@pytest.mark.parametrize(("sent", "status"), CASES)
def test_a_row_changes_only_as_it_was_read(api: Api, ada: User, sent: str, status: int) -> None:
    path = "/api/patients/me/"
    tag = api(ada).get(path)["ETag"]

    answer = api(ada).patch(path, {"city": "Nice"}, headers={"If-Match": sent.replace("TAG", tag)})

    assert answer.status_code == status


@pytest.mark.parametrize(("sent", "status"), [*CASES, ("1", 412)])
def test_an_appointment_changes_only_as_it_was_read(
    api: Api, ada: User, dr_cho: User, sent: str, status: int
) -> None:
    slot = slot_at(dr_cho.doctor, timezone.now() + timedelta(days=2))
    booked = api(ada).post("/api/appointments/", {"slot": slot.pk})
    path = f"/api/appointments/{booked.json()['id']}/"

    answer = api(ada).patch(
        path, {"motif": "Rhume"}, headers={"If-Match": sent.replace("TAG", booked["ETag"])}
    )

    assert answer.status_code == status
