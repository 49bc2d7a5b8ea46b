"""What supervisors see of jobs, and what they can do."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from clinic.jobs.models import Job
from clinic.jobs.tests.conftest import Counting, asked, run
from clinic.users.models import User

pytestmark = pytest.mark.django_db
LIST = "admin:jobs_job_changelist"


@pytest.fixture
def supervisor(client: Client, eve: User) -> Client:
    client.force_login(eve, backend="clinic.users.backends.UsernameOrEmailBackend")
    return client


def do(supervisor: Client, action: str) -> str:
    chosen = list(Job.objects.values_list("pk", flat=True))
    body = {"action": action, "_selected_action": chosen}
    return supervisor.post(reverse(LIST), body, follow=True).content.decode()


def test_they_cancel_and_have_taken_up_again(
    supervisor: Client, counting: Counting, now: datetime
) -> None:
    asked(now=now)
    run(now)
    waiting = asked(now=now)

    assert "Tâches annulées\N{NO-BREAK SPACE}: 1." in do(supervisor, "cancel_chosen")
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"

    assert "À refaire\N{NO-BREAK SPACE}: 1." in do(supervisor, "take_chosen_up_again")
    assert list(Job.objects.order_by("pk").values_list("state", flat=True)) == ["done", "waiting"]


def test_they_see_progress_and_find_by_state(
    supervisor: Client, counting: Counting, now: datetime
) -> None:
    asked(3, now=now)
    run(now)
    asked(now=now)

    shown = supervisor.get(reverse(LIST), {"state__exact": "done"})
    assert [job.state for job in shown.context["cl"].queryset] == ["done"]
    assert "3 / 3" in shown.content.decode()


def test_nothing_is_written_by_hand(supervisor: Client, counting: Counting, now: datetime) -> None:
    page = reverse("admin:jobs_job_change", args=[asked(now=now).pk])

    assert supervisor.get(page).status_code == 200
    assert supervisor.post(page, {"state": "done"}).status_code == 403
    assert supervisor.get(reverse("admin:jobs_job_add")).status_code == 403
    assert supervisor.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403
