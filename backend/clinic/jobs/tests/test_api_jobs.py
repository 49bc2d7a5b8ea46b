"""``/api/jobs/``: one's own, and all of them for admins."""

from collections.abc import Callable
from datetime import datetime

import pytest
from rest_framework.test import APIClient

from clinic.jobs.models import Job
from clinic.jobs.services.running import claim_next
from clinic.jobs.tests.conftest import Counting, asked, run
from clinic.users.models import User

pytestmark = pytest.mark.django_db
Api = Callable[[User | None], APIClient]


def test_who_started_it_sees_how_far_it_is(
    api: Api, counting: Counting, dr_cho: User, now: datetime
) -> None:
    job = asked(3, by=dr_cho, now=now)
    path = f"/api/jobs/{job.pk}/"
    waiting = api(dr_cho).get(path)
    run(now)
    done = api(dr_cho).get(path)

    assert waiting.status_code == 200
    assert waiting.json() == {
        "id": job.pk,
        "kind": "count",
        "state": "waiting",
        "done": 0,
        "total": 0,
        "result": {},
        "is_cancelling": False,
        "asked_at": "2026-11-23T12:00:00Z",
        "finished_at": None,
    }
    assert done.json() == waiting.json() | {
        "state": "done",
        "done": 3,
        "total": 3,
        "result": {"counted": 3},
        "finished_at": "2026-11-23T12:00:00Z",
    }


def test_nobody_sees_or_stops_anothers(
    api: Api, counting: Counting, dr_cho: User, dr_diaz: User, ada: User, eve: User, now: datetime
) -> None:
    job = asked(by=dr_cho, now=now)
    of_the_timetable = asked(now=now)

    for other in (dr_diaz, ada):
        assert api(other).get("/api/jobs/").json() == []
        assert api(other).get(f"/api/jobs/{job.pk}/").status_code == 404
        assert api(other).post(f"/api/jobs/{job.pk}/cancel/").status_code == 404
    assert [row["id"] for row in api(dr_cho).get("/api/jobs/").json()] == [job.pk]
    assert [row["id"] for row in api(eve).get("/api/jobs/").json()] == [of_the_timetable.pk, job.pk]
    assert set(Job.objects.values_list("state", flat=True)) == {"waiting"}


def test_it_is_cancelled_at_once_or_at_its_next_step(
    api: Api, counting: Counting, dr_cho: User, now: datetime
) -> None:
    waiting, running = asked(by=dr_cho, now=now), asked(by=dr_cho, now=now)
    api(dr_cho).post(f"/api/jobs/{waiting.pk}/cancel/")
    claim_next(now=now)
    answer = api(dr_cho).post(f"/api/jobs/{running.pk}/cancel/")
    again = api(dr_cho).post(f"/api/jobs/{waiting.pk}/cancel/")

    assert (answer.status_code, answer.json()["state"]) == (200, "running")
    assert answer.json()["is_cancelling"] is True
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    assert (again.status_code, again.json()["code"]) == (409, "job_finished")
