from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.utils import timezone, translation
from rest_framework.test import APIClient

from clinic.appointments.lifecycle import Party, Status, Transition
from clinic.appointments.models import Appointment
from clinic.appointments.services.assigning import assign_appointment
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.confirming import confirm_appointment
from clinic.appointments.services.requesting import WishedTime, request_appointment
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.notifications import live
from clinic.notifications.kinds import known_kinds, text_of
from clinic.notifications.models import Notification
from clinic.notifications.slices.appointments.audience import kinds_for
from clinic.outbox import services as outbox
from clinic.outbox.models import Event
from clinic.slots.tests.factories import slot_at
from clinic.users.events import UserApproved, UserRegistered
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]


def relay(*, in_minutes: int = 1) -> None:
    """Relay all there is, and what follows from it."""
    while outbox.relay(now=timezone.now() + timedelta(minutes=in_minutes)):
        pass


@pytest.fixture
def appointment(ada: User, dr_cho: User, now: datetime) -> Appointment:
    """Ada's request, not told yet."""
    slot = slot_at(dr_cho.doctor, now + timedelta(days=2))
    return book_slot(by=ada, slot_id=slot.pk, wish=Wish(motif="Secret"), now=now)


def told() -> list[tuple[str, str, str]]:
    rows = Notification.objects.order_by("id")
    return [(row.recipient.username, row.kind, row.link) for row in rows]


def test_the_doctor_hears_of_a_request_and_the_patient_of_the_answer(
    appointment: Appointment, dr_cho: User, now: datetime
) -> None:
    relay()
    confirm_appointment(by=dr_cho, appointment_id=appointment.pk, now=now)
    relay()

    assert told() == [
        ("dr_cho", "appointment_requested", f"/medecin/rendez-vous/{appointment.pk}"),
        ("ada", "appointment_confirmed", f"/rendez-vous/{appointment.pk}"),
    ]


def test_of_a_proposal_the_doctor_hears_and_then_the_patient(
    appointment: Appointment, ada: User, dr_cho: User, now: datetime
) -> None:
    confirm_appointment(by=dr_cho, appointment_id=appointment.pk, now=now)
    other = slot_at(dr_cho.doctor, now + timedelta(days=3))
    moved: dict[str, Any] = {"by": ada, "appointment_id": appointment.pk, "now": now}
    reschedule_appointment(slot_id=other.pk, **moved)
    relay()
    Notification.objects.exclude(kind="proposal_made").delete()
    answered: dict[str, Any] = {**moved, "by": dr_cho}
    apply_transition(transition=Transition.DECLINE, **answered)
    reschedule_appointment(slot_id=other.pk, **moved)
    apply_transition(transition=Transition.WITHDRAW, **moved)
    relay()

    doctors, patients = f"/medecin/rendez-vous/{appointment.pk}", f"/rendez-vous/{appointment.pk}"
    assert told() == [
        ("dr_cho", "proposal_made", doctors),
        ("ada", "proposal_declined", patients),
        ("dr_cho", "proposal_made", doctors),
        ("dr_cho", "proposal_withdrawn", doctors),
    ]
    first = Notification.objects.order_by("id")[0]
    with translation.override("fr"):
        assert text_of(first.kind, first.data) == (
            "Ada Martin propose le jeudi 26 novembre à 13\N{NO-BREAK SPACE}h au lieu du mercredi "
            "25 novembre à 13\N{NO-BREAK SPACE}h. Le rendez-vous reste inchangé tant que vous "
            "n’avez pas répondu."
        )


@pytest.mark.django_db(transaction=True)
def test_a_frame_that_fails_takes_nothing_back_and_repeats_nothing(
    appointment: Appointment,
) -> None:
    with patch.object(live, "_send_all", side_effect=ConnectionError) as sending:
        relay()
    assert sending.call_count == 2

    relay(in_minutes=2)

    assert len(told()) == 1
    assert not Event.objects.owed().exists()


def test_admins_hear_of_requests_without_a_doctor(
    ada: User, eve: User, dr_cho: User, now: datetime
) -> None:
    wished = WishedTime(start_at=now + timedelta(days=1), end_at=now + timedelta(days=2))
    request_appointment(by=ada, wished=wished, wish=Wish(), now=now)
    relay()

    assert told() == [("eve", "appointment_waiting", "/admin-clinique/rendez-vous")]


def test_what_the_practice_asks_for_a_patient_is_not_told_as_confirmed(
    ada: User, eve: User, dr_cho: User, now: datetime
) -> None:
    wished = WishedTime(start_at=now + timedelta(days=1), end_at=now + timedelta(days=2))
    asked = request_appointment(
        by=eve, wished=wished, wish=Wish(), now=now, patient_id=ada.patient.pk
    )
    # Given to a doctor before anybody was told of it: still that is what had happened.
    assign_appointment(by=eve, appointment_id=asked.pk, doctor_id=dr_cho.doctor.pk, now=now)
    relay()

    assert told() == [
        ("eve", "appointment_waiting", "/admin-clinique/rendez-vous"),
        ("ada", "appointment_asked", f"/rendez-vous/{asked.pk}"),
        ("dr_cho", "appointment_assigned", f"/medecin/rendez-vous/{asked.pk}"),
        ("ada", "appointment_assigned", f"/rendez-vous/{asked.pk}"),
    ]


def test_admins_hear_of_newcomers_who_in_turn_hear_of_their_approval(
    eve: User, dr_new: User
) -> None:
    with transaction.atomic():
        outbox.record(UserRegistered(user_id=dr_new.pk))
        outbox.record(UserApproved(user_id=dr_new.pk))
    relay()

    assert told() == [
        ("eve", "approval_waiting", "/admin-clinique"),
        ("dr_new", "account_approved", "/"),
    ]


def test_admins_are_told_who_asks_to_be_what(eve: User, dr_new: User) -> None:
    with transaction.atomic():
        outbox.record(UserRegistered(user_id=dr_new.pk))
    relay()

    row = Notification.objects.get()
    with translation.override("fr"):
        assert text_of(row.kind, row.data) == (
            f"dr_new ({dr_new.email}) s’est inscrit comme médecin et attend votre approbation."
        )


def test_a_patient_who_needs_no_approval_is_no_news(eve: User, ada: User) -> None:
    with transaction.atomic():
        outbox.record(UserRegistered(user_id=ada.pk))
    relay()

    assert told() == []


def test_a_notification_holds_no_health_data(appointment: Appointment) -> None:
    relay()

    row = Notification.objects.get()
    assert set(row.data) == {"who", "start_at", "zone"}
    assert "Secret" not in str(row.data)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Ada Martin demande un rendez-vous le mercredi 25 novembre à 13\xa0h."),
        (
            "en",
            (
                "Ada Martin asks for an appointment on "
                "Wednesday 25 November at 1:00\N{NO-BREAK SPACE}pm."
            ),
        ),
    ],
)
def test_texts_are_worded_in_the_readers_language_and_the_practices_zone(
    appointment: Appointment, language: str, text: str
) -> None:
    relay()
    row = Notification.objects.get()

    with translation.override(language):
        assert text_of(row.kind, row.data) == text


def test_every_kind_has_a_title_and_a_text() -> None:
    data = {"who": "Ada", "start_at": "2026-11-25T12:30:00+00:00", "zone": "UTC"}
    for kind in known_kinds():
        with translation.override("fr"):
            assert kind.sentence(data)
            assert kind.sentence({**data, "start_at": None})
            assert str(kind.title)


def test_who_is_told_what() -> None:
    def kinds(
        transition: Transition, party: Party, status: Status = Status.CONFIRMED
    ) -> dict[str, str]:
        told = kinds_for(transition=transition, party=party, status=status, has_doctor=True)
        return {recipient.value: kind for recipient, kind in told.items()}

    assert kinds(Transition.CREATE, Party.PATIENT) == {"doctor": "appointment_booked"}
    assert kinds(Transition.CREATE, Party.DOCTOR) == {"patient": "appointment_confirmed"}
    assert kinds(Transition.CREATE, Party.DOCTOR, Status.PENDING) == {
        "patient": "appointment_asked"
    }
    assert kinds(Transition.CREATE, Party.PATIENT, Status.PENDING) == {
        "doctor": "appointment_requested"
    }
    assert kinds(Transition.CANCEL, Party.ADMIN) == {
        "doctor": "appointment_cancelled",
        "patient": "appointment_cancelled",
    }
    assert kinds(Transition.CANCEL, Party.PATIENT) == {"doctor": "appointment_cancelled"}
    assert kinds(Transition.PROPOSE, Party.PATIENT) == {"doctor": "proposal_made"}
    assert kinds(Transition.ACCEPT, Party.ADMIN) == {
        "doctor": "proposal_accepted",
        "patient": "proposal_accepted",
    }
    assert kinds(Transition.REFUSE, Party.DOCTOR) == {"patient": "proposal_declined"}
    assert kinds(Transition.WITHDRAW, Party.DOCTOR) == {"patient": "proposal_withdrawn"}
    assert kinds(Transition.EXPIRE, Party.SYSTEM) == {
        "doctor": "proposal_expired",
        "patient": "proposal_expired",
    }
    assert kinds(Transition.CONFIRM, Party.ADMIN) == {"patient": "appointment_confirmed"}
    assert kinds(Transition.COMPLETE, Party.DOCTOR) == {}
    assert kinds(Transition.NO_SHOW, Party.DOCTOR) == {}


@pytest.fixture
def three(appointment: Appointment, dr_cho: User, now: datetime) -> list[Notification]:
    """Three unread notifications of Dr. Cho."""
    relay()
    first = Notification.objects.get()
    rows = [
        Notification(
            recipient=dr_cho,
            kind=first.kind,
            data=first.data,
            created_at=now,
            event_id=first.event_id + extra,
        )
        for extra in (1, 2)
    ]
    return [first, *Notification.objects.bulk_create(rows)]


def unread(client: APIClient) -> Any:
    return client.get("/api/notifications/unread-count/").json()["unread"]


def test_viewing_marks_as_read(api: Api, dr_cho: User, three: list[Notification]) -> None:
    """R4: "Notifications marked as read upon viewing"."""
    client = api(dr_cho)
    assert unread(client) == 3

    shown = client.get("/api/notifications/?limit=2").json()

    assert [row["id"] for row in shown] == [three[2].pk, three[1].pk]
    assert set(shown[0]) == {"id", "kind", "title", "text", "link", "created_at", "read_at"}
    assert unread(client) == 1


def test_peeking_does_not(api: Api, dr_cho: User, three: list[Notification]) -> None:
    client = api(dr_cho)

    assert len(client.get("/api/notifications/?peek=true&unread=true").json()) == 3
    assert unread(client) == 3


def test_one_or_all_are_marked_read(api: Api, dr_cho: User, three: list[Notification]) -> None:
    client = api(dr_cho)

    assert client.post(f"/api/notifications/{three[0].pk}/read/").status_code == 204
    assert unread(client) == 2
    assert client.post("/api/notifications/read-all/").status_code == 204
    assert unread(client) == 0
    assert client.get("/api/notifications/?unread=true").json() == []


def test_nobody_reads_or_marks_anothers(
    api: Api, ada: User, dr_cho: User, three: list[Notification]
) -> None:
    assert api(ada).get("/api/notifications/").json() == []
    assert api(ada).post(f"/api/notifications/{three[0].pk}/read/").status_code == 404
    api(ada).post("/api/notifications/read-all/")

    assert unread(api(dr_cho)) == 3
