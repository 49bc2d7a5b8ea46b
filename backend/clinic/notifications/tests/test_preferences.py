"""What people choose to be mailed, and when they are left in peace."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import translation
from rest_framework.test import APIClient

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.editing import edit_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.deliveries.models import Delivery
from clinic.deliveries.tests.postman import send_due
from clinic.doctors.models import Doctor
from clinic.notifications.kinds import groups_for, known_kinds, wants
from clinic.notifications.models import Notification, Preferences
from clinic.notifications.slices.appointments.letters import TRUE_WHILE
from clinic.outbox import services as outbox
from clinic.patients.models import Guardian
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User
from clinic.users.roles import Role

pytestmark = pytest.mark.django_db
Api = Callable[[User | None], APIClient]
PATH = "/api/notifications/preferences/"
USUAL = {"appointments": True, "changes": True, "details": False}


@pytest.fixture(autouse=True)
def _at_that_time(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def booked(by: User, doctor: Doctor, at: datetime, *, days: float = 5) -> Appointment:
    """Book at that moment, and relay what follows."""
    slot = slot_at(doctor, at + timedelta(days=days))
    with time_machine.travel(at, tick=False):
        appointment = book_slot(by=by, slot_id=slot.pk, wish=Wish(), now=at)
        while outbox.relay(now=at):
            pass
    return appointment


def sent_to(at: datetime) -> list[str]:
    """Send what is due; return to whom."""
    return sorted(mail.to[0].split("@")[0] for mail in send_due(at=at))


def choices(body: dict[str, Any]) -> dict[str, bool]:
    return {mail["group"]: mail["is_wanted"] for mail in body["mails"]}


@pytest.mark.parametrize(
    ("who", "usual"),
    [
        ("ada", USUAL | {"reminders": True}),
        ("dr_cho", USUAL | {"requests": True}),
        ("eve", {"requests": True}),
    ],
)
def test_each_chooses_among_what_concerns_them(
    api: Api, request: pytest.FixtureRequest, who: str, usual: dict[str, bool]
) -> None:
    body = api(request.getfixturevalue(who)).get(PATH).json()

    assert choices(body) == usual
    assert (body["quiet_from"], body["quiet_until"]) == ("21:00", "07:00")
    assert Preferences.objects.count() == 0


def test_titles_are_in_the_callers_language(api: Api, ada: User) -> None:
    english = api(ada).get(PATH, headers={"Accept-Language": "en"}).json()["mails"]
    french = api(ada).get(PATH, headers={"Accept-Language": "fr"}).json()["mails"]

    assert (english[-1]["title"], french[-1]["title"]) == ("Reminders", "Rappels")


def test_what_is_sent_is_changed_and_the_rest_stays(api: Api, ada: User, ben: User) -> None:
    client = api(ada)
    client.patch(PATH, {"mails": [{"group": "reminders", "is_wanted": False}]})
    answer = client.patch(
        PATH, {"quiet_from": "22:30", "mails": [{"group": "details", "is_wanted": True}]}
    )

    assert answer.status_code == 200
    assert answer.json() == client.get(PATH).json()
    assert choices(answer.json()) == USUAL | {"details": True, "reminders": False}
    assert (answer.json()["quiet_from"], answer.json()["quiet_until"]) == ("22:30", "07:00")
    assert choices(api(ben).get(PATH).json()) == USUAL | {"reminders": True}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"mails": [{"group": "requests", "is_wanted": False}]}, "mails"),
        ({"mails": [{"group": "nonsense", "is_wanted": False}]}, "mails"),
        ({"mails": [{"group": "reminders"}]}, "mails"),
        ({"mails": "all"}, "mails"),
        ({"quiet_from": "25:00"}, "quiet_from"),
        ({"quiet_until": None}, "quiet_until"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    api: Api, ada: User, body: dict[str, Any], field: str
) -> None:
    answer = api(ada).patch(PATH, body)

    assert (answer.status_code, list(answer.json()["details"])) == (400, [field])
    assert Preferences.objects.count() == 0


def test_an_unwanted_mail_is_not_owed_but_the_notification_is_there(
    ada: User, dr_cho: User, now: datetime
) -> None:
    Preferences.objects.create(user=dr_cho, choices={"requests": False})

    booked(ada, dr_cho.doctor, now)

    assert Notification.objects.get().recipient == dr_cho
    assert [row.recipient_id for row in Delivery.objects.all()] == [ada.pk]


def test_who_changes_their_mind_meanwhile_is_not_mailed(
    ada: User, dr_cho: User, now: datetime
) -> None:
    booked(ada, dr_cho.doctor, now)
    Preferences.objects.create(user=ada, choices={"appointments": False})

    assert [mail.to for mail in send_due(at=now)] == [["dr_cho@example.org"]]


def test_changed_details_are_mailed_to_who_asks_for_it(
    ada: User, dr_cho: User, now: datetime
) -> None:
    Preferences.objects.create(user=dr_cho, choices={"details": True})
    appointment = booked(ada, dr_cho.doctor, now)
    Delivery.objects.all().delete()
    edit_appointment(by=ada, appointment_id=appointment.pk, changes={"motif": "Autre"}, now=now)
    outbox.relay(now=now)

    assert [row.template for row in Delivery.objects.all()] == ["appointment_edited"]


def test_at_night_mails_wait_for_the_morning_of_who_gets_them(
    ada: User, dr_cho: User, dr_diaz: User, now: datetime
) -> None:
    """Dr Cho goes by the clock of UTC, Dr Diaz by that of Tokyo."""
    Doctor.objects.update(time_zone="UTC")
    Doctor.objects.filter(user=dr_diaz).update(time_zone="Asia/Tokyo")
    night = now.replace(hour=22)

    booked(ada, dr_cho.doctor, night)
    booked(ada, dr_diaz.doctor, night, days=6)

    due = {
        row.recipient_id: row.not_before for row in Delivery.objects.exclude(recipient_id=ada.pk)
    }
    assert due == {dr_cho.pk: night + timedelta(hours=9), dr_diaz.pk: night}


def test_what_one_has_just_done_oneself_is_confirmed_at_once_at_night_too(
    ada: User, ben: User, dr_cho: User, now: datetime
) -> None:
    """Ben, who acts for Ada too, sleeps."""
    Doctor.objects.update(time_zone="UTC")
    Guardian.objects.create(user=ben, patient=ada.patient, created_at=now)
    night = now.replace(hour=22)

    appointment = booked(ada, dr_cho.doctor, night)
    assert sent_to(night) == ["ada"]
    with time_machine.travel(night, tick=False):
        apply_transition(
            by=ada, appointment_id=appointment.pk, transition=Transition.CANCEL, now=night
        )
        outbox.relay(now=night)

    assert sent_to(night) == ["ada"]
    assert sent_to(night + timedelta(hours=9)) == ["ben", "dr_cho"]


@pytest.mark.parametrize(
    ("hours", "waits"),
    [
        ({"quiet_from": "00:00", "quiet_until": "00:00"}, timedelta()),
        ({"quiet_from": "23:00"}, timedelta()),
        ({"quiet_until": "05:00"}, timedelta(hours=7)),
        ({"quiet_until": "08:00"}, timedelta(hours=9)),
    ],
)
def test_other_quiet_hours_free_what_was_put_off(
    api: Api, ada: User, dr_cho: User, now: datetime, hours: dict[str, str], waits: timedelta
) -> None:
    """And nothing else: neither reminders nor what a mail server refused for now."""
    Doctor.objects.update(time_zone="UTC")
    night = now.replace(hour=22)
    booked(ada, dr_cho.doctor, night)
    mine = Delivery.objects.filter(recipient_id=dr_cho.pk)
    [put_off] = mine
    for key, other in (
        ("reminder", {"template": "appointment_reminder"}),
        ("refused", {"attempts": 1}),
        ("another's", {"recipient_id": ada.pk}),
    ):
        Delivery.objects.filter(pk=put_off.pk).update(dedupe_key=key, **other)
        put_off.pk = None
        put_off.save()
    with time_machine.travel(night, tick=False):
        assert api(dr_cho).patch(PATH, hours).status_code == 200

    morning = night + timedelta(hours=9)
    others = Delivery.objects.filter(dedupe_key__in=["reminder", "refused", "another's"])
    assert {row.not_before for row in others} == {morning}
    assert Delivery.objects.get(pk=put_off.pk).not_before == night + waits


def test_what_concerns_the_next_day_is_mailed_at_night(
    ada: User, dr_cho: User, now: datetime
) -> None:
    night = now.replace(hour=22)

    booked(ada, dr_cho.doctor, night, days=0.9)

    assert {row.not_before for row in Delivery.objects.all()} == {night}


def test_who_wants_no_quiet_hours_is_mailed_at_night(
    ada: User, dr_cho: User, now: datetime
) -> None:
    night = now.replace(hour=22)
    Preferences.objects.create(user=dr_cho, quiet_from="00:00", quiet_until="00:00")

    booked(ada, dr_cho.doctor, night)

    assert Delivery.objects.get(recipient_id=dr_cho.pk).not_before == night


def test_a_reminder_that_would_come_at_night_comes_before(
    ada: User, dr_cho: User, now: datetime
) -> None:
    Doctor.objects.update(auto_confirm=True)

    appointment = booked(ada, dr_cho.doctor, now.replace(hour=5), days=5)

    reminder = Delivery.objects.get(template="appointment_reminder")
    assert appointment.start_at is not None
    assert reminder.not_before == (appointment.start_at - timedelta(days=2)).replace(hour=21)


def test_every_mailed_kind_is_in_a_group_that_somebody_can_choose() -> None:
    groups = {group.name for role in Role.values for group in groups_for(role)}
    kinds = {kind.name: kind.group for kind in known_kinds()}

    assert {kinds[name] for name in TRUE_WHILE} == groups
    with translation.override("fr"):
        assert all(str(group.title) for role in Role.values for group in groups_for(role))
    assert wants({}, "appointment_edited") is False
