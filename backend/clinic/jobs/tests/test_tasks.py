"""The worker's turn, in the worker's own process or beside the one that serves."""

from unittest.mock import patch

import pytest
from django.conf import LazySettings
from django.utils import timezone

from clinic.jobs import child, tasks
from clinic.jobs.models import Job
from clinic.jobs.services import asking
from clinic.jobs.tests.conftest import Counting, asked

pytestmark = pytest.mark.django_db


def test_a_turn_is_one_job_and_calls_for_another_while_more_wait(counting: Counting) -> None:
    with patch.object(asking.bell, "_answer") as rung:
        for _n in range(2):
            asked(1, now=timezone.now())
        tasks.run()
        assert rung.call_count == 1
        tasks.run()

    assert rung.call_count == 1
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


def test_without_a_job_no_process_is_started(settings: LazySettings) -> None:
    settings.JOBS_IN_CHILD = True
    with patch.object(child, "run_waiting") as started:
        tasks.run()

    assert started.call_count == 0


def test_with_one_a_process_is_started(settings: LazySettings, counting: Counting) -> None:
    settings.JOBS_IN_CHILD = True
    asked(now=timezone.now())
    with patch.object(child, "run_waiting") as started, patch.object(asking.bell, "_answer"):
        tasks.run()

    assert started.call_count == 1


def test_old_ones_are_forgotten(counting: Counting) -> None:
    job = asked(now=timezone.now())
    Job.objects.update(state="done", finished_at=timezone.now() - tasks.KEPT * 2)

    tasks.forget_old()

    assert not Job.objects.filter(pk=job.pk).exists()
