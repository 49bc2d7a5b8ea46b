"""Django's admin in the clinic's words and by its clock."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from clinic.audit.models import AuditEntry
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User
from clinic.users.tests.signing import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(eve: User, client: Client) -> Client:
    client.force_login(eve)
    return client


def test_every_entry_of_the_menu_opens(admin: Client) -> None:
    page = admin.get("/admin/").content.decode()
    entries = sorted(set(re.findall(r'href="(/admin/\w+/\w+/)"', page)))

    assert len(entries) >= 12
    assert {path: admin.get(path).status_code for path in entries} == dict.fromkeys(entries, 200)
    assert "Comptes et approbations" in page


def test_times_are_the_clinics(
    admin: Client, dr_cho: User, settings: pytest.FixtureRequest
) -> None:
    settings.CLINIC_TIME_ZONE = "Europe/Paris"  # type: ignore[attr-defined]  # pytest-django's
    slot_at(dr_cho.doctor, datetime(2026, 12, 1, 9, 30, tzinfo=UTC))

    assert "1 décembre 2026 10:30" in admin.get("/admin/slots/slot/").content.decode()
    assert "T09:30:00Z" in admin.get("/api/directory/doctors/").content.decode()


def test_a_session_lasts_twelve_hours_whatever_is_done_meanwhile(eve: User) -> None:
    client = Client()
    statuses = []
    with time_machine.travel(datetime(2026, 12, 1, 8, tzinfo=UTC), tick=False) as clock:
        client.post("/admin/login/", {"username": "eve", "password": PASSWORD})
        for hour in range(13):
            # A session that changes is kept anew, with a new age.
            session = client.session
            session["note"] = hour
            session.save()
            statuses.append(client.get("/admin/").status_code)
            clock.shift(timedelta(hours=1))

    assert statuses == [200] * 12 + [302]


def test_what_admins_see_is_journalled(admin: Client, ada: User, eve: User) -> None:
    patient = ada.patient.pk
    for path in (
        "/admin/",
        "/admin/patients/patient/",
        f"/admin/patients/patient/{patient}/change/",
        "/admin/appointments/appointment/",
    ):
        assert admin.get(path).status_code == 200

    entries = AuditEntry.objects.filter(action="read").order_by("id")
    assert [(entry.actor, entry.subject, entry.route, entry.patients) for entry in entries] == [
        (eve, "Patient", "admin:patients_patient_changelist", [patient]),
        (eve, "Patient", "admin:patients_patient_change", [patient]),
    ]


def test_what_admins_change_is_journalled(admin: Client, ada: User) -> None:
    path = f"/admin/patients/patient/{ada.patient.pk}/change/"
    assert admin.post(path, {"status": "Inactif"}).status_code == 302

    assert [entry.action for entry in AuditEntry.objects.exclude(action="sign_in")] == ["write"]


def test_signing_in_there_is_journalled(eve: User) -> None:
    Client().post("/admin/login/", {"username": "eve", "password": PASSWORD})

    [entry] = AuditEntry.objects.all()
    assert (entry.actor, entry.action, entry.route) == (eve, "sign_in", "admin:login")
