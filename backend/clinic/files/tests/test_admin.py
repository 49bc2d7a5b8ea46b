"""What supervisors see of files."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from clinic.audit.models import AuditEntry
from clinic.files.models import StoredFile
from clinic.files.tests.conftest import stored
from clinic.users.models import User

pytestmark = pytest.mark.django_db
LIST = "admin:files_storedfile_changelist"


@pytest.fixture
def supervisor(client: Client, eve: User) -> Client:
    client.force_login(eve, backend="clinic.users.backends.UsernameOrEmailBackend")
    return client


def test_they_find_files_and_read_their_size(supervisor: Client, now: datetime) -> None:
    kept = stored(b"%PDF-".ljust(3 * 1024 * 1024), now=now, name="bilan.pdf")
    stored(now=now, name="other.pdf")

    shown = supervisor.get(reverse(LIST), {"q": "bilan"})

    assert list(shown.context["cl"].queryset) == [kept]
    assert "3,0\N{NO-BREAK SPACE}Mio" in shown.content.decode()
    assert "Note" in shown.content.decode()
    by_kind = supervisor.get(reverse(LIST), {"kind__exact": "portrait"})
    assert list(by_kind.context["cl"].queryset) == []


def test_a_kind_that_nobody_registers_any_more_keeps_its_name(
    supervisor: Client, now: datetime
) -> None:
    stored(now=now)
    StoredFile.objects.update(kind="forgotten")

    assert "forgotten" in supervisor.get(reverse(LIST)).content.decode()


def test_nothing_is_loaded_or_written_by_hand(supervisor: Client, now: datetime) -> None:
    kept = stored(now=now)
    page = reverse("admin:files_storedfile_change", args=[kept.pk])

    shown = supervisor.get(page)

    assert shown.status_code == 200
    assert kept.sha256 in shown.content.decode()
    assert kept.content.name not in shown.content.decode()
    assert supervisor.post(page, {"name": "x"}).status_code == 403
    assert supervisor.get(reverse("admin:files_storedfile_add")).status_code == 403
    assert supervisor.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_what_they_see_is_journalled(supervisor: Client, now: datetime, eve: User) -> None:
    kept = stored(now=now)

    supervisor.get(reverse(LIST))

    entry = AuditEntry.objects.get(subject="StoredFile")
    assert (entry.actor_id, entry.objects_seen) == (eve.pk, [kept.pk])


def test_people_see_no_rows_of_files_but_admins(
    ada: User, dr_cho: User, dr_new: User, eve: User, now: datetime
) -> None:
    kept = stored(now=now)

    seen = [list(StoredFile.objects.visible_to(who)) for who in (ada, dr_cho, dr_new, eve)]

    assert seen == [[], [], [], [kept]]
