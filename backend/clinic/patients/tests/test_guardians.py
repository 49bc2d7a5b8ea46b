"""Who acts for somebody with an account of their own, until one of the two ends it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from rest_framework.test import APIClient

from clinic.appointments.services.booking import Wish, book_slot
from clinic.common.text import iso_utc
from clinic.notifications.models import Notification
from clinic.notifications.selectors import notification_shape
from clinic.outbox import services as outbox
from clinic.patients.models import Guardian
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]


@pytest.fixture
def guardian(ada: User, ben: User) -> Guardian:
    """Ben acts for Ada."""
    now = timezone.now().replace(microsecond=0)
    return Guardian.objects.create(user=ben, patient=ada.patient, kind="relative", created_at=now)


def told() -> dict[str, tuple[str, str]]:
    """Return who is told what, and in which words."""
    while outbox.relay(now=timezone.now() + timedelta(minutes=1)):
        pass
    rows: Any = Notification.objects.filter(kind__startswith="guardian").select_related("recipient")
    names = {row.recipient_id: row.recipient.username for row in rows}
    with translation.override("en"):
        return {
            names[row["recipient_id"]]: (row["kind"], notification_shape(row)["text"])
            for row in rows.values()
        }


def test_one_sees_who_acts_for_oneself(
    api: Api, ada: User, ben: User, eve: User, guardian: Guardian
) -> None:
    Guardian.objects.create(
        user=eve, patient=ada.patient, until="2020-01-01", created_at=timezone.now()
    )
    shown: list[Any] = [
        {
            "id": guardian.pk,
            "name": "Ben Petit",
            "kind": "relative",
            "since": iso_utc(guardian.created_at),
            "until": None,
        }
    ]

    assert api(ada).get("/api/guardians/").json() == shown
    assert api(ben).get("/api/guardians/").json() == []
    assert [row["id"] for row in api(ben).get("/api/dependants/").json()] == [guardian.pk]
    assert api(ada).get("/api/dependants/").json() == []


def test_who_ends_it_is_alone_from_then_on_and_the_other_is_told(
    api: Api, ada: User, ben: User, dr_cho: User, guardian: Guardian
) -> None:
    now = timezone.now()
    slot = slot_at(dr_cho.doctor, now + timedelta(days=3))
    booked = book_slot(by=ben, slot_id=slot.pk, wish=Wish(), now=now, patient_id=ada.patient.pk)
    path = f"/api/appointments/{booked.pk}/"
    assert api(ben).get(path).status_code == 200

    assert api(ada).delete(f"/api/guardians/{guardian.pk}/").status_code == 204

    assert api(ben).get(path).status_code == 404
    assert api(ada).get(path).json()["status"] == "pending"
    assert api(ben).get("/api/dependants/").json() == api(ada).get("/api/guardians/").json() == []
    assert told() == {
        "ben": (
            "guardian_dismissed",
            (
                "Ada Martin has decided to act alone: you no longer see their data or book for "
                "them. The appointments stay."
            ),
        )
    }
    assert api(ada).delete(f"/api/guardians/{guardian.pk}/").status_code == 404


def test_who_gives_it_up_lets_the_others_know(
    api: Api, ada: User, ben: User, eve: User, guardian: Guardian
) -> None:
    Guardian.objects.create(user=eve, patient=ada.patient, created_at=timezone.now())

    assert api(ben).delete(f"/api/dependants/{guardian.pk}/").status_code == 204

    text = "Ben Petit no longer acts for Ada Martin. The appointments stay."
    assert told() == {"ada": ("guardian_gone", text), "eve": ("guardian_gone", text)}


def test_neither_side_ends_it_from_the_other_ones_list(
    api: Api, ada: User, ben: User, guardian: Guardian
) -> None:
    assert api(ben).delete(f"/api/guardians/{guardian.pk}/").status_code == 404
    assert api(ada).delete(f"/api/dependants/{guardian.pk}/").status_code == 404
    assert api(ada).patch(f"/api/dependants/{guardian.pk}/", {"kind": "carer"}).status_code == 404
    assert told() == {}
