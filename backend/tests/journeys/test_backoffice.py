"""Django's admin in the clinic's words and by its clock."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

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
