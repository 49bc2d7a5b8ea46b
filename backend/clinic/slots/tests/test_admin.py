"""The calendar in Django's admin."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client

from clinic.doctors.models import Doctor
from clinic.slots.models import Absence, Availability, Hold, Slot
from clinic.slots.services import rules
from clinic.slots.services.capacity import hold_slot
from clinic.slots.tests.factories import rule_on, slot_at
from clinic.users.models import User

pytestmark = pytest.mark.django_db
RULE = {
    "weekday": "1",
    "start_time": "09:00",
    "end_time": "10:00",
    "mode": "presentiel",
    "duration_minutes": "30",
    "capacity": "1",
    "is_active": "on",
}
AWAY = {
    "start_at_0": "2026-11-24",
    "start_at_1": "08:00",
    "end_at_0": "2026-11-24",
    "end_at_1": "09:00",
    "kind": "vacation",
}


@pytest.fixture(autouse=True)
def stopped_clock(now: datetime, dr_cho: User) -> Any:
    Doctor.objects.update(horizon_days=1)
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def admin(eve: User, client: Client) -> Client:
    client.force_login(eve, backend="clinic.users.backends.UsernameOrEmailBackend")
    return client


def test_rules_go_through_the_services(admin: Client, dr_cho: User) -> None:
    base = "/admin/slots/availability/"
    admin.post(f"{base}add/", RULE | {"doctor": str(dr_cho.doctor.pk)})
    rule = Availability.objects.get()
    assert Slot.objects.count() == 2
    assert admin.get(base).status_code == 200
    admin.post(f"{base}{rule.pk}/change/", RULE | {"duration_minutes": "20"})
    assert Slot.objects.count() == 3
    admin.post(f"{base}{rule.pk}/delete/", {"post": "yes"})
    assert (Slot.objects.count(), Availability.objects.count()) == (0, 0)
    selected = [str(rule_on(dr_cho.doctor, day).pk) for day in (1, 2)]
    admin.post(base, {"action": "delete_selected", "_selected_action": selected, "post": "yes"})
    assert not Availability.objects.exists()


def test_one_rule_too_many_is_refused_with_a_sentence(
    admin: Client, dr_cho: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_RULES", 0)

    page = admin.post(
        "/admin/slots/availability/add/", RULE | {"doctor": str(dr_cho.doctor.pk)}, follow=True
    )

    assert page.status_code == 200
    assert "Supprimez-en d’abord" in page.content.decode()
    assert not Availability.objects.exists()


def test_absences_go_through_the_services(admin: Client, dr_cho: User) -> None:
    base = "/admin/slots/absence/"
    slot = slot_at(dr_cho.doctor, datetime.fromisoformat("2026-11-24T08:00Z"), origin="manual")
    admin.post(f"{base}add/", AWAY | {"doctor": str(dr_cho.doctor.pk)})
    absence = Absence.objects.get()
    slot.refresh_from_db()
    assert not slot.is_open
    too_long = {"is_recurring": "on", "end_at_0": "2026-12-02"}
    page = admin.post(f"{base}{absence.pk}/change/", AWAY | too_long)
    assert "end_at" in page.context["adminform"].form.errors
    admin.post(f"{base}{absence.pk}/change/", AWAY | {"start_at_1": "08:30"})
    slot.refresh_from_db()
    assert slot.is_open
    assert admin.get(base).status_code == 200
    admin.post(f"{base}{absence.pk}/delete/", {"post": "yes"})
    again = Absence.objects.create(doctor=dr_cho.doctor, start_at=slot.start_at, end_at=slot.end_at)
    admin.post(
        base, {"action": "delete_selected", "_selected_action": [str(again.pk)], "post": "yes"}
    )
    assert not Absence.objects.exists()


def test_a_booked_slot_stays(admin: Client, dr_cho: User, now: datetime) -> None:
    base = "/admin/slots/slot/"
    booked, free = (
        slot_at(dr_cho.doctor, now + timedelta(days=day), booked=day % 2, origin="manual")
        for day in (1, 2)
    )
    assert admin.get(base).status_code == 200
    assert admin.get(f"{base}{free.pk}/change/").status_code == 200
    assert admin.get(f"{base}add/").status_code == 403
    selected = [str(booked.pk), str(free.pk)]
    answer = admin.post(
        base, {"action": "delete_selected", "_selected_action": selected, "post": "yes"}
    )
    assert list(Slot.objects.all()) == [booked]
    assert len(list(get_messages(answer.wsgi_request))) >= 1


def test_a_hold_is_let_go(admin: Client, dr_cho: User, ada: User, now: datetime) -> None:
    base = "/admin/slots/hold/"
    slot = slot_at(dr_cho.doctor, now + timedelta(days=1))
    hold = hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)
    assert admin.get(base).status_code == 200
    assert admin.get(f"{base}add/").status_code == 403
    assert admin.get(f"{base}{hold.pk}/change/").status_code == 200
    admin.post(base, {"action": "delete_selected", "_selected_action": [hold.pk], "post": "yes"})
    slot.refresh_from_db()
    assert (slot.booked, Hold.objects.count()) == (0, 0)
