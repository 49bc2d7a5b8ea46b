"""Children and others for whom an account acts."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.notifications.models import Notification
from clinic.outbox import services as outbox
from clinic.patients.models import Guardian, Patient
from clinic.patients.services import dependants
from clinic.slots.models import Hold, Slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]
ZOE = {"first_name": "Zoé", "last_name": "Martin", "birth_date": "2019-04-03", "sex": "female"}


@pytest.fixture
def zoe(api: Api, ada: User) -> dict[str, Any]:
    """Ada's daughter."""
    answer = api(ada).post("/api/dependants/", ZOE)
    assert answer.status_code == 201, answer.content
    added: dict[str, Any] = answer.json()
    return added


@pytest.fixture
def slot(dr_cho: User) -> Slot:
    return slot_at(dr_cho.doctor, timezone.now() + timedelta(days=2))


def relay() -> None:
    while outbox.relay(now=timezone.now() + timedelta(minutes=1)):
        pass


def test_a_child_is_added(api: Api, ada: User, ben: User, zoe: dict[str, Any]) -> None:
    guardian = Guardian.objects.get()
    with time_machine.travel("2026-11-23"):
        shown = api(ada).get("/api/dependants/").json()

    assert shown == [
        {
            "id": guardian.pk,
            "patient": guardian.patient_id,
            "kind": "parent",
            "first_name": "Zoé",
            "last_name": "Martin",
            "name": "Zoé Martin",
            "birth_date": "2019-04-03",
            "age": 7,
            "sex": "female",
            "phone": "",
            "until": None,
        }
    ]
    assert zoe["id"] == guardian.pk
    assert guardian.patient.user is None
    assert guardian.patient.created_by == ada
    assert api(ben).get("/api/dependants/").json() == []


def test_nobody_is_added_twice_nor_without_end(
    api: Api, ada: User, zoe: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    again = api(ada).post("/api/dependants/", ZOE | {"first_name": "ZOE"})
    monkeypatch.setattr(dependants, "MOST_DEPENDANTS", 1)
    more = api(ada).post("/api/dependants/", ZOE | {"first_name": "Max"})

    assert (again.status_code, again.json()["code"]) == (409, "already_dependant")
    assert (more.status_code, more.json()["code"]) == (409, "too_many_dependants")
    assert Patient.objects.count() == 2


def test_people_are_not_added_and_taken_off_without_end(
    api: Api, ada: User, ben: User, settings: Any
) -> None:
    rates = {**settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "dependant": "2/hour"}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": rates}

    def add_and_take_off(user: User, number: int) -> int:
        person = ZOE | {"first_name": f"Zoé-{'I' * number}"}
        answer = api(user).post("/api/dependants/", person)
        if answer.status_code == 201:
            api(user).delete(f"/api/dependants/{answer.json()['id']}/")
        return answer.status_code

    assert [add_and_take_off(ada, number) for number in (1, 2, 3)] == [201, 201, 429]
    assert add_and_take_off(ben, 1) == 201
    assert api(ada).get("/api/dependants/").status_code == 200


def test_a_birth_date_to_come_is_refused(api: Api, ada: User) -> None:
    answer = api(ada).post("/api/dependants/", ZOE | {"birth_date": "2199-01-01"})

    assert (answer.status_code, list(answer.json()["details"])) == (400, ["birth_date"])


def test_a_parent_books_for_a_child_beside_their_own(
    api: Api, ada: User, ben: User, dr_cho: User, dr_diaz: User, zoe: dict[str, Any], slot: Slot
) -> None:
    own = slot_at(dr_diaz.doctor, slot.start_at)
    assert api(ada).post("/api/appointments/", {"slot": own.pk}).status_code == 201
    answer = api(ada).post("/api/appointments/", {"slot": slot.pk, "patient": zoe["patient"]})

    assert answer.status_code == 201
    assert answer.json()["patient"] == {"id": zoe["patient"], "name": "Zoé Martin"}
    assert answer.json()["transitions"] == ["cancel", "reschedule"]
    path = f"/api/appointments/{answer.json()['id']}/"
    assert api(ben).get(path).status_code == 404
    assert api(dr_cho).get(path).json()["patient"]["phone"] == ""
    assert len(api(ada).get("/api/appointments/patient/").json()) == 2
    assert api(ada).post(f"{path}cancel/").json()["status"] == "cancelled"


def test_others_book_for_no_child_of_ada(
    api: Api, ben: User, zoe: dict[str, Any], slot: Slot
) -> None:
    for path, body in (
        ("/api/appointments/", {"slot": slot.pk, "patient": zoe["patient"]}),
        (f"/api/slots/{slot.pk}/hold/", {"patient": zoe["patient"]}),
    ):
        assert api(ben).post(path, body).status_code == 404
    assert not Hold.objects.exists()


def test_a_hold_for_a_child_is_used_and_let_go(
    api: Api, ada: User, zoe: dict[str, Any], slot: Slot
) -> None:
    path = f"/api/slots/{slot.pk}/hold/"
    assert api(ada).post(path, {"patient": zoe["patient"]}).status_code == 201
    assert Hold.objects.get().patient_id == zoe["patient"]
    assert api(ada).delete(path).status_code == 204
    assert not Hold.objects.exists()

    api(ada).post(path)
    assert api(ada).post(path, {"patient": zoe["patient"]}).status_code == 201
    assert Hold.objects.get().patient_id == zoe["patient"]
    booked = api(ada).post("/api/appointments/", {"slot": slot.pk, "patient": zoe["patient"]})
    slot.refresh_from_db()
    assert (booked.status_code, slot.booked, Hold.objects.count()) == (201, 1, 0)


def test_the_parent_is_told_whose_appointment_it_is(
    api: Api, ada: User, dr_cho: User, zoe: dict[str, Any], slot: Slot
) -> None:
    booked = api(ada).post("/api/appointments/", {"slot": slot.pk, "patient": zoe["patient"]})
    api(dr_cho).post(f"/api/appointments/{booked.json()['id']}/confirm/")
    relay()

    told = Notification.objects.get(recipient=ada)
    shown = api(ada).get("/api/notifications/").json()[0]
    assert (told.kind, told.data["whose"]) == ("appointment_confirmed", "Zoé Martin")
    assert shown["text"].startswith("Pour Zoé Martin\N{NO-BREAK SPACE}: votre rendez-vous avec ")


def test_who_acts_no_more_sees_no_more(
    api: Api, ada: User, zoe: dict[str, Any], slot: Slot
) -> None:
    booked = api(ada).post("/api/appointments/", {"slot": slot.pk, "patient": zoe["patient"]})
    path = f"/api/dependants/{zoe['id']}/"
    assert api(ada).delete(path).status_code == 204

    assert api(ada).get(path).status_code == 404
    assert api(ada).get(f"/api/appointments/{booked.json()['id']}/").status_code == 404
    assert Patient.objects.filter(pk=zoe["patient"]).exists()


def test_a_guardianship_lasts_to_the_end_of_its_last_day(ada: User, zoe: dict[str, Any]) -> None:
    today = date.today()  # noqa: DTZ011  the database's own day is meant
    for until, is_seen in ((today, True), (today - timedelta(days=2), False)):
        Guardian.objects.update(until=until)
        assert Guardian.objects.visible_to(ada).exists() is is_seen
        assert Patient.objects.visible_to(ada).filter(pk=zoe["patient"]).exists() is is_seen


def test_a_child_is_renamed_by_whoever_read_it_last(
    api: Api, ada: User, zoe: dict[str, Any]
) -> None:
    path = f"/api/dependants/{zoe['id']}/"
    tag = api(ada).get(path).headers["ETag"]
    changed = api(ada).patch(path, {"first_name": "Zoë"}, headers={"If-Match": tag})
    late = api(ada).patch(path, {"first_name": "Zora"}, headers={"If-Match": tag})

    assert (changed.status_code, changed.json()["name"]) == (200, "Zoë Martin")
    assert late.status_code == 412
    assert Patient.objects.get(pk=zoe["patient"]).search_text == "zoe martin"


@pytest.mark.parametrize("field", ["phone", "sex"])
def test_what_was_told_of_a_child_can_be_taken_back(
    api: Api, ada: User, zoe: dict[str, Any], field: str
) -> None:
    path = f"/api/dependants/{zoe['id']}/"
    api(ada).patch(path, {"phone": "06 12 34 56 78"})

    answer = api(ada).patch(path, {field: ""})

    assert (answer.status_code, answer.json().get(field)) == (200, "")


def test_ones_own_profile_stays_ones_own(api: Api, ada: User, zoe: dict[str, Any]) -> None:
    profile = api(ada).get("/api/patients/me/")

    assert (profile.status_code, profile.json()["first_name"]) == (200, "Ada")
