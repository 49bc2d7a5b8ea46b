"""What the doctor made opens the record once the patient's side accepts it, or has come."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.selectors.acceptance import Sent, code_of, token_of
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.care.models import CareRelation
from clinic.notifications.models import Notification
from clinic.outbox import services as outbox
from clinic.outbox.models import Event
from clinic.patients.models import Guardian
from clinic.slots.models import Slot
from clinic.users.models import User
from clinic.users.services.mails import USER

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]
Book = Callable[..., Appointment]
HOUR = timedelta(hours=1)
LINK = "/api/appointments/accept/"


@pytest.fixture(autouse=True)
def _at_that_time(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def made(ada: User, dr_cho: User, slot: Slot, book: Book) -> Appointment:
    """Dr. Cho's appointment for Ada, of which she has not heard yet."""
    CareRelation.objects.create(
        doctor=dr_cho.doctor,
        patient=ada.patient,
        scope="contact",
        earned="contact",
        basis="appointment",
        since=slot.start_at,
        last_contact_at=slot.start_at,
    )
    return book(dr_cho, slot, patient_id=ada.patient.pk)


def url(appointment: Appointment, action: str) -> str:
    return f"/api/appointments/{appointment.pk}/{action}/"


def code(appointment: Appointment) -> str:
    assert appointment.start_at is not None
    return code_of(appointment_id=appointment.pk, start_at=appointment.start_at)


def token(appointment: Appointment) -> str:
    assert appointment.start_at is not None
    ada = User.objects.get(username="ada")
    sent = Sent(USER, ada.pk, ada.email)
    return token_of(appointment_id=appointment.pk, start_at=appointment.start_at, sent=sent)


def scope() -> str:
    return CareRelation.objects.get().scope


def test_the_patient_accepts_and_the_record_opens(api: Api, ada: User, made: Appointment) -> None:
    assert (made.status, made.accepted_at, scope()) == ("confirmed", None, "contact")
    assert "accept" in api(ada).get(url(made, "history")[:-8]).json()["transitions"]

    answer = api(ada).post(url(made, "accept"))

    assert answer.status_code == 200, answer.content
    shown = answer.json()
    assert (shown["accepted_at"] is not None, shown["acceptance_code"]) == (True, None)
    assert "accept" not in shown["transitions"]
    assert (shown["version"], scope()) == (2, "record")
    last = AppointmentEvent.objects.latest("id")
    assert (last.transition, last.party, last.by) == ("agree", "patient", ada)
    assert Event.objects.latest("id").payload["event_id"] == last.pk
    assert api(ada).post(url(made, "accept")).json()["code"] == "invalid_transition"


def test_who_acts_for_the_patient_accepts_too_and_nobody_else(
    api: Api, ada: User, ben: User, dr_diaz: User, eve: User, made: Appointment, now: datetime
) -> None:
    assert api(ben).post(url(made, "accept")).status_code == 404
    assert api(dr_diaz).post(url(made, "accept")).status_code == 404
    assert api(eve).post(url(made, "accept")).status_code == 403
    Guardian.objects.create(user=ben, patient=ada.patient, created_at=now)

    assert api(ben).post(url(made, "accept")).status_code == 200


def test_the_doctor_accepts_with_the_code_that_the_patient_reads_out(
    api: Api, ada: User, dr_cho: User, made: Appointment
) -> None:
    path = f"/api/appointments/{made.pk}/"
    told = api(ada).get(path).json()["acceptance_code"]
    assert told == code(made)
    assert api(dr_cho).get(path).json()["acceptance_code"] is None
    for wrong in ("", "AAA-AAA", told[:-1]):
        refused = api(dr_cho).post(url(made, "accept"), {"code": wrong})
        assert (refused.status_code, refused.json()["code"]) == (400, "code_not_valid")
    assert scope() == "contact"

    answer = api(dr_cho).post(url(made, "accept"), {"code": told.lower().replace("-", " ")})

    assert (answer.status_code, scope()) == (200, "record")
    assert AppointmentEvent.objects.latest("id").party == "doctor"


def test_few_codes_are_tried(
    api: Api, ada: User, dr_cho: User, dr_diaz: User, made: Appointment, settings: Any
) -> None:
    rates = {**settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "code": "5/hour"}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": rates}
    # Who does not know of it takes no turn away.
    for _turn in range(6):
        api(dr_diaz).post(url(made, "accept"), {"code": "AAA-AAA"})
    tried = [
        api(dr_cho).post(url(made, "accept"), {"code": f"AAA-AA{n}"}).status_code for n in range(5)
    ]
    assert tried == [400] * 5
    assert api(dr_cho).post(url(made, "accept"), {"code": code(made)}).status_code == 429
    assert api(ada).post(url(made, "accept")).status_code == 200


def test_the_link_accepts_without_an_account_and_says_no_more_than_the_mail(
    api: Api, dr_cho: User, made: Appointment
) -> None:
    answer = api(None).post(LINK, {"token": token(made)})

    assert answer.status_code == 200, answer.content
    assert answer.json().keys() == {
        "doctor",
        "start_time",
        "end_time",
        "time_zone",
        "accepted_at",
    }
    assert scope() == "record"
    last = AppointmentEvent.objects.latest("id")
    assert (last.transition, last.party, last.by) == ("agree", "patient", None)
    # Followed again, nothing changes.
    assert api(None).post(LINK, {"token": token(made)}).json() == answer.json()
    assert AppointmentEvent.objects.latest("id") == last


def moved(made: Appointment, dr_cho: User, later_slot: Slot, now: datetime) -> None:
    reschedule_appointment(by=dr_cho, appointment_id=made.pk, slot_id=later_slot.pk, now=now)


def cancelled(made: Appointment, dr_cho: User, _later: Slot, now: datetime) -> None:
    apply_transition(by=dr_cho, appointment_id=made.pk, transition=Transition.CANCEL, now=now)


@pytest.mark.parametrize("change", [moved, cancelled])
def test_link_and_code_die_with_the_appointment_at_its_time(
    change: Callable[..., None],
    api: Api,
    dr_cho: User,
    made: Appointment,
    later_slot: Slot,
    now: datetime,
) -> None:
    link, read_out = token(made), code(made)
    change(made, dr_cho, later_slot, now)

    refused = api(None).post(LINK, {"token": link})
    assert (refused.status_code, refused.json()["code"]) == (400, "link_not_valid")
    assert api(dr_cho).post(url(made, "accept"), {"code": read_out}).status_code in (400, 409)
    assert Appointment.objects.get().accepted_at is None


def test_they_die_with_its_end(api: Api, ada: User, dr_cho: User, made: Appointment) -> None:
    assert made.end_at is not None
    with time_machine.travel(made.end_at - timedelta(seconds=1), tick=False):
        assert api(ada).get(f"/api/appointments/{made.pk}/").json()["acceptance_code"]
    with time_machine.travel(made.end_at, tick=False):
        assert api(None).post(LINK, {"token": token(made)}).status_code == 400
        late = api(dr_cho).post(url(made, "accept"), {"code": code(made)})
        assert (late.status_code, late.json()["code"]) == (409, "is_over")
        assert not api(ada).get(f"/api/appointments/{made.pk}/").json()["acceptance_code"]


@pytest.mark.parametrize("forged", ["", "x", "W1ss:1wz:abc", "a" * 300, "é"])
def test_a_forged_link_is_refused(forged: str, api: Api, made: Appointment) -> None:
    assert api(None).post(LINK, {"token": forged}).status_code == 400


def test_what_the_patient_or_an_admin_books_is_accepted_with_it(
    api: Api, ada: User, eve: User, slot: Slot, later_slot: Slot, book: Book, now: datetime
) -> None:
    own = book(ada, slot)
    by_admin = book(eve, later_slot, patient_id=ada.patient.pk)

    assert (own.accepted_at, by_admin.accepted_at) == (now, now)
    assert "accept" not in api(ada).get(f"/api/appointments/{own.pk}/").json()["transitions"]


def test_who_has_come_opens_the_record(
    api: Api, ada: User, dr_cho: User, eve: User, dr_diaz: User, made: Appointment
) -> None:
    assert made.start_at is not None
    with time_machine.travel(made.start_at - HOUR, tick=False):
        assert api(ada).post(url(made, "arrive")).status_code == 403
        assert api(dr_diaz).post(url(made, "arrive")).status_code == 404
        answer = api(dr_cho).post(url(made, "arrive"))
        assert answer.status_code == 200
        assert answer.json()["arrived_at"] is not None
        assert (answer.json()["accepted_at"], scope()) == (None, "record")
        assert "arrive" not in answer.json()["transitions"]
        assert api(eve).post(url(made, "arrive")).json()["code"] == "invalid_transition"
        while outbox.relay(now=timezone.now()):
            pass
    told = Notification.objects.filter(kind="appointment_arrived")
    assert list(told.values_list("recipient", flat=True)) == [ada.pk]


@pytest.mark.parametrize(
    ("hours", "status"),
    [
        # The slot begins at 13:00 in Paris: that day there begins thirteen hours before.
        (-13.01, 409),
        (-13, 200),
        (0, 200),
        (0.49, 200),
        (0.5, 409),
    ],
)
def test_one_arrives_on_the_day_and_until_the_end(
    hours: float, status: int, api: Api, dr_cho: User, made: Appointment
) -> None:
    assert made.start_at is not None
    with time_machine.travel(made.start_at + hours * HOUR, tick=False):
        shown = api(dr_cho).get(f"/api/appointments/{made.pk}/").json()["transitions"]
        assert ("arrive" in shown) is (status == 200)
        answer = api(dr_cho).post(url(made, "arrive"))
        assert (answer.status_code, answer.json().get("code")) == (
            status,
            None if status == 200 else "not_that_day",
        )


def test_a_request_that_waits_is_neither_accepted_nor_arrived(
    api: Api, ada: User, dr_cho: User, appointment: Appointment
) -> None:
    assert api(ada).post(url(appointment, "accept")).status_code == 409
    assert api(dr_cho).post(url(appointment, "arrive")).status_code == 409


@pytest.mark.parametrize("action", ["accept", "arrive"])
def test_versions_and_keys_are_kept_as_with_any_transition(
    action: str, api: Api, ada: User, dr_cho: User, made: Appointment
) -> None:
    assert made.start_at is not None
    client = api(ada if action == "accept" else dr_cho)
    with time_machine.travel(made.start_at, tick=False):
        stale = client.post(url(made, action), HTTP_IF_MATCH='"9"')
        assert stale.status_code == 412
        first, second = (
            client.post(url(made, action), HTTP_IDEMPOTENCY_KEY="once") for _ in range(2)
        )
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()


def test_withdrawn_by_the_patient_arriving_opens_nothing_and_accepting_does(
    api: Api, ada: User, dr_cho: User, made: Appointment
) -> None:
    api(ada).post(f"/api/care/relations/{CareRelation.objects.get().pk}/end/")
    assert made.start_at is not None
    with time_machine.travel(made.start_at, tick=False):
        arrived = api(dr_cho).post(url(made, "arrive"))
        assert (arrived.status_code, scope()) == (200, "contact")
        assert api(ada).post(url(made, "accept")).status_code == 200
    assert (scope(), CareRelation.objects.get().is_closed) == ("record", False)
