"""A worker that dies in the middle of a job loses nothing of it; another one goes on."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from clinic.doctors.models import Doctor
from clinic.jobs import child
from clinic.jobs.lifecycle import LEASE
from clinic.jobs.models import Job
from clinic.jobs.services.asking import ask_for
from clinic.jobs.services.running import run_next
from clinic.slots.models import Slot
from clinic.slots.tasks import EXTEND_HORIZON
from clinic.slots.tests.factories import rule_on
from clinic.users.models import User
from tests.faults.process import environment, run, run_until_killed

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

# Every step is noted; the worker dies at the second calendar.
DIE_AT_THE_SECOND = """
import os, signal
from django.utils import timezone
from clinic.jobs.services import running
from clinic.slots import tasks
running.NOTED_EVERY_SECONDS = 0
usual, seen = tasks.materialise, []
def materialise(*, doctor_id, now):
    seen.append(doctor_id)
    if len(seen) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return usual(doctor_id=doctor_id, now=now)
tasks.materialise = materialise
running.run_next(clock=timezone.now)
"""


@pytest.fixture
def doctors(dr_cho: User, dr_diaz: User, dr_new: User) -> list[Doctor]:
    """Three calendars, whose slots are not there yet."""
    doctors = list(Doctor.objects.order_by("pk"))
    for doctor in doctors:
        rule_on(doctor, 0, "09:00", "10:00")
    return doctors


def test_a_worker_killed_in_the_middle_of_a_job_loses_nothing(doctors: list[Doctor]) -> None:
    with transaction.atomic():
        job = ask_for(EXTEND_HORIZON, now=timezone.now())

    run_until_killed(DIE_AT_THE_SECOND)

    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("running", 1, 3)
    assert set(Slot.objects.values_list("doctor", flat=True)) == {doctors[0].pk}
    slots = Slot.objects.count()
    assert not run_next(clock=timezone.now)
    assert run_next(clock=lambda: timezone.now() + LEASE)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.done) == ("done", 2, 3)
    assert job.result == {"calendars": 3, "failed": 0}
    assert Slot.objects.count() == 3 * slots
    assert Job.objects.count() == 1


def test_a_job_that_kills_every_worker_is_given_up_and_can_be_seen(
    doctors: list[Doctor],
) -> None:
    with transaction.atomic():
        job = ask_for(EXTEND_HORIZON, now=timezone.now() - timedelta(hours=1))
    run_until_killed(DIE_AT_THE_SECOND)
    Job.objects.update(attempts=3, claimed_until=timezone.now() - timedelta(seconds=1))

    assert not run_next(clock=timezone.now)

    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "its workers died")


def test_a_process_beside_the_server_does_what_waits_and_leaves(
    doctors: list[Doctor], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    with transaction.atomic():
        jobs = [ask_for(EXTEND_HORIZON, now=timezone.now()) for _n in range(2)]

    child.run_waiting()

    for job in jobs:
        job.refresh_from_db()
    assert [job.state for job in jobs] == ["done", "done"]
    assert set(Slot.objects.values_list("doctor", flat=True)) == {row.pk for row in doctors}
    assert child._children == set()


def test_that_process_told_to_stop_leaves_its_job_to_the_next(doctors: list[Doctor]) -> None:
    with transaction.atomic():
        job = ask_for(EXTEND_HORIZON, now=timezone.now())
    stopped = DIE_AT_THE_SECOND.replace("SIGKILL", "SIGTERM").replace(
        "running.run_next(clock=timezone.now)",
        "from django.core.management import call_command\ncall_command('run_jobs')",
    )

    done = run(stopped)

    assert done.returncode == 0, done.stderr[-2000:]
    job.refresh_from_db()
    assert (job.state, job.attempts, job.done) == ("waiting", 0, 1)
    assert run_next(clock=timezone.now)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.done) == ("done", 1, 3)
