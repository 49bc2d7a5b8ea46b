"""Jobs: asked for once, done once, and gone on with by whoever lives."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection, transaction

from clinic.jobs.lifecycle import LEASE, MOST_ATTEMPTS
from clinic.jobs.models import Job
from clinic.jobs.services import asking, running
from clinic.jobs.services.asking import (
    JobFinished,
    ask_for,
    cancel_job,
    forget_finished,
    take_up_again,
)
from clinic.jobs.services.running import claim_next, run_claimed
from clinic.jobs.tests.conftest import Counting, asked, run
from clinic.slots.tests.racing import race

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


def seen(job: Job) -> tuple[str, int, int, int]:
    """Return state, attempts and progress as they are kept."""
    job.refresh_from_db()
    return job.state, job.attempts, job.done, job.total


def test_a_job_is_done_once_and_its_result_kept(counting: Counting, now: datetime) -> None:
    job = asked(3, now=now)

    assert run(now)
    assert not run(now)

    assert seen(job) == ("done", 1, 3, 3)
    assert (job.result, job.finished_at) == ({"counted": 3}, now)
    assert counting.seen == [1, 2, 3]


def test_it_is_asked_for_inside_a_transaction_and_of_a_known_kind(
    counting: Counting, now: datetime
) -> None:
    with pytest.raises(RuntimeError, match="inside the change's transaction"):
        ask_for("count", now=now)
    with transaction.atomic(), pytest.raises(LookupError):
        ask_for("nonsense", now=now)

    assert Job.objects.count() == 0


def test_it_wakes_a_worker_after_the_commit(counting: Counting, now: datetime) -> None:
    with patch.object(asking.bell, "_answer") as rung:
        asked(now=now)

    assert rung.call_count == 1


def test_of_unfinished_jobs_no_two_have_the_same_key(counting: Counting, now: datetime) -> None:
    first = asked(now=now, key="all")
    assert asked(now=now, key="all") == first
    assert asked(now=now, key="others") != first
    run(now)
    run(now)

    assert asked(now=now, key="all") != first
    assert Job.objects.count() == 3


def test_a_key_that_many_ask_for_at_once_is_one_job(counting: Counting, now: datetime) -> None:
    found = race([lambda: asked(now=now, key="all").pk] * 6)

    assert len(set(found)) == 1
    assert Job.objects.count() == 1


def test_no_transaction_is_open_while_it_works(counting: Counting, now: datetime) -> None:
    states: list[bool] = []
    counting.at = lambda _step: states.append(connection.in_atomic_block)
    asked(2, now=now)

    run(now)

    assert states == [False, False]


def test_workers_side_by_side_do_each_job_once(counting: Counting, now: datetime) -> None:
    for _n in range(12):
        asked(1, now=now)

    def until_there_is_no_more() -> None:
        while run(now):
            pass

    race([until_there_is_no_more] * 4)

    assert len(counting.seen) == 12
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


def test_more_that_waits_calls_more_workers(counting: Counting, now: datetime) -> None:
    asked(1, now=now)
    asked(1, now=now)
    with patch.object(asking.bell, "_answer") as rung:
        asking.bell.hush()
        run(now)
        asking.bell.hush()
        run(now)

    assert rung.call_count == 1


def test_another_worker_goes_on_where_a_dead_one_was(counting: Counting, now: datetime) -> None:
    job = asked(4, now=now)
    claim_next(now=now)
    Job.objects.update(done=2, total=4, checkpoint={"step": 2})

    assert not run(now + LEASE - timedelta(seconds=1))
    assert run(now + LEASE)

    assert counting.seen == [3, 4]
    assert seen(job) == ("done", 2, 4, 4)


def test_a_worker_that_was_thought_dead_stops_and_writes_nothing(
    counting: Counting, now: datetime
) -> None:
    job = asked(3, now=now)
    slow = claim_next(now=now)
    assert slow is not None
    other = claim_next(now=now + LEASE)
    assert other is not None

    run_claimed(slow, clock=lambda: now)

    assert counting.seen == [1]
    assert seen(job) == ("running", 2, 0, 0)
    run_claimed(other, clock=lambda: now)
    assert seen(job) == ("done", 2, 3, 3)


def test_a_job_on_which_every_worker_dies_has_failed(counting: Counting, now: datetime) -> None:
    job = asked(now=now)
    for attempt in range(MOST_ATTEMPTS):
        assert claim_next(now=now + attempt * LEASE) == job

    assert claim_next(now=now + MOST_ATTEMPTS * LEASE) is None
    assert seen(job)[:2] == ("failed", MOST_ATTEMPTS)
    assert job.error == "its workers died"


def test_a_fault_is_tried_again_later_and_has_failed_at_last(
    counting: Counting, now: datetime
) -> None:
    def broken(step: int) -> None:
        if step == 2:
            raise ValueError("Ada has a cold")

    counting.at = broken
    job = asked(3, now=now)
    waits, at = [], now
    for _attempt in range(MOST_ATTEMPTS):
        run(at)
        job.refresh_from_db()
        waits.append((job.not_before - at) // timedelta(minutes=1))
        at = max(job.not_before, at)

    assert waits[:2] == [1, 4]
    assert seen(job) == ("failed", MOST_ATTEMPTS, 1, 3)
    assert job.error == "ValueError"
    assert counting.seen == [1, 2, 2, 2]


def test_what_has_failed_is_taken_up_again_from_where_it_came_to(
    counting: Counting, now: datetime
) -> None:
    job = asked(3, now=now)
    Job.objects.update(state="failed", attempts=3, checkpoint={"step": 1}, finished_at=now)

    assert take_up_again(job_ids=[job.pk], now=now) == 1
    run(now)

    assert counting.seen == [2, 3]
    assert seen(job)[:2] == ("done", 1)


def test_what_was_asked_for_anew_meanwhile_is_not_taken_up_again(
    counting: Counting, now: datetime
) -> None:
    old = [asked(now=now, key="all")]
    Job.objects.update(state="failed", finished_at=now)
    old.append(asked(now=now, key="all"))
    Job.objects.update(state="failed", finished_at=now)

    assert take_up_again(job_ids=[job.pk for job in old], now=now) == 1
    assert [seen(job)[0] for job in old] == ["failed", "waiting"]
    assert take_up_again(job_ids=[job.pk for job in old], now=now) == 0


def test_done_is_done(counting: Counting, now: datetime) -> None:
    job = asked(now=now)
    run(now)

    assert take_up_again(job_ids=[job.pk], now=now) == 0
    with pytest.raises(JobFinished):
        cancel_job(job_id=job.pk, now=now)


def test_what_waits_is_cancelled_at_once(counting: Counting, now: datetime) -> None:
    job = asked(now=now)

    cancel_job(job_id=job.pk, now=now)

    assert not run(now)
    assert (seen(job)[0], job.finished_at) == ("cancelled", now)


def test_what_runs_stops_at_its_next_step(counting: Counting, now: datetime) -> None:
    job = asked(5, now=now)

    def cancelled_meanwhile(step: int) -> None:
        if step == 2:
            cancel_job(job_id=job.pk, now=now)

    counting.at = cancelled_meanwhile
    run(now)

    assert counting.seen == [1, 2]
    assert seen(job) == ("cancelled", 1, 2, 5)


def test_what_is_cancelled_in_its_last_step_is_cancelled(
    counting: Counting, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "NOTED_EVERY_SECONDS", 3600)
    job = asked(1, now=now)

    def cancelled_meanwhile(_step: int) -> None:
        cancel_job(job_id=job.pk, now=now)

    counting.at = cancelled_meanwhile
    assert run(now)

    assert seen(job) == ("cancelled", 1, 1, 1)
    assert (job.claim, job.finished_at, job.result) == (None, now, {})


def test_a_claim_that_is_lost_in_the_last_step_leaves_the_job_to_the_other(
    counting: Counting, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "NOTED_EVERY_SECONDS", 3600)
    job = asked(1, now=now)
    others: list[Job | None] = []
    counting.at = lambda _step: others.append(claim_next(now=now + LEASE))

    assert run(now)

    [other] = others
    assert other is not None
    assert seen(job) == ("running", 2, 0, 0)
    assert job.claim == other.claim
    counting.at = lambda _step: None
    run_claimed(other, clock=lambda: now)
    assert seen(job) == ("done", 2, 1, 1)


def test_what_was_cancelled_while_its_worker_died_is_cancelled(
    counting: Counting, now: datetime
) -> None:
    job = asked(now=now)
    claim_next(now=now)
    cancel_job(job_id=job.pk, now=now)

    assert not run(now + LEASE)
    assert seen(job)[0] == "cancelled"


def test_a_process_that_is_told_to_stop_leaves_the_job_to_the_next(
    counting: Counting, now: datetime
) -> None:
    def told_to_stop(step: int) -> None:
        if step == 2:
            raise SystemExit

    job = asked(3, now=now)
    counting.at = told_to_stop
    with pytest.raises(SystemExit):
        run(now)
    assert seen(job) == ("waiting", 0, 1, 3)

    counting.at = lambda _step: None
    assert run(now)
    assert counting.seen == [1, 2, 2, 3]
    assert seen(job) == ("done", 1, 3, 3)


def test_while_its_worker_lives_a_claim_is_renewed(
    counting: Counting, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Steps may be long: forty seconds without a word, or an hour."""
    monkeypatch.setattr(running, "RENEWED_EVERY", timedelta(milliseconds=5))
    job = asked(1, now=now)
    renewed: list[datetime] = []

    def wait_for_renewal(_step: int) -> None:
        for _try in range(2000):
            until = Job.objects.get().claimed_until
            assert until is not None
            if until > now + LEASE:
                renewed.append(until)
                return
        pytest.fail("the claim was not renewed")

    counting.at = wait_for_renewal
    instants = iter([now] * 2)
    running.run_next(clock=lambda: next(instants, now + timedelta(hours=1)))

    assert renewed == [now + timedelta(hours=1) + LEASE]
    assert seen(job)[0] == "done"


def test_steps_that_are_quick_are_not_all_written_down(counting: Counting, now: datetime) -> None:
    asked(1000, now=now)
    with (
        patch.object(running, "NOTED_EVERY_SECONDS", 3600),
        patch.object(running.Running, "note", autospec=True) as noted,
    ):
        run(now)

    assert noted.call_count == 1


def test_ended_ones_are_forgotten_after_a_while(counting: Counting, now: datetime) -> None:
    asked(now=now)
    waiting = asked(now=now + timedelta(days=1))
    run(now)

    assert forget_finished(before=now + timedelta(seconds=1)) == 1
    assert Job.objects.get() == waiting
