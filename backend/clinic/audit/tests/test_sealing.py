"""The journal cannot be changed unseen: the database refuses, and the seals tell."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from unittest.mock import DEFAULT, Mock

import pytest
import structlog
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from clinic.audit import guards
from clinic.audit.models import Action, AuditEntry, AuditSeal
from clinic.audit.services import sealing
from clinic.audit.services.recording import Actor, Seen, record_access
from clinic.audit.services.retention import drop_old_months, first_kept
from clinic.audit.services.sealing import faults, seal_entries

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def guarded() -> None:
    """The triggers as they are in production; tests on SQLite go without them otherwise."""
    if connection.vendor == "sqlite":
        guards.raise_guards(connection)


def entry(at: datetime = NOW, **fields: Any) -> AuditEntry:
    seen = Seen("Patient", "patient", fields.pop("objects", [7]), fields.pop("patients", [7]))
    record_access(by=Actor(1, "DOCTOR", "192.0.2.1"), action=Action.READ, seen=seen, now=at)
    return AuditEntry.objects.latest("id")


def found(
    now: datetime = NOW + HOUR, kept_since: datetime = LONG_AGO, expected: str | None = None
) -> list[str]:
    return list(faults(now=now, kept_since=kept_since, expected=expected))


@contextmanager
def unguarded() -> Iterator[None]:
    """Write past the guards, as somebody with the database in hands can."""
    guards.remove_guards(connection)
    yield
    guards.raise_guards(connection)


@pytest.mark.parametrize("table", guards.TABLES)
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "UPDATE {} SET id = id + 1000"])
def test_the_database_refuses(table: str, sql: str) -> None:
    entry()
    seal_entries(now=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql.format(table))

    assert AuditEntry.objects.count() == AuditSeal.objects.count() == 1


def test_what_is_whole_has_no_faults() -> None:
    for minutes in range(3):
        entry(NOW + timedelta(minutes=minutes))
        assert seal_entries(now=NOW + timedelta(minutes=minutes)) == 1
    assert seal_entries(now=NOW + HOUR) == 0

    assert found() == []
    assert AuditSeal.objects.count() == 3


def test_a_changed_entry_is_found() -> None:
    first, _second = entry(), entry()
    seal_entries(now=NOW)
    with unguarded():
        AuditEntry.objects.filter(pk=first.pk).update(reason="x")

    assert found() == [f"seal {AuditSeal.objects.get().pk}: an entry was changed"]


def test_a_missing_entry_is_found() -> None:
    first, _second = entry(), entry()
    seal_entries(now=NOW)
    with unguarded():
        AuditEntry.objects.filter(pk=first.pk).delete()

    assert found() == [f"seal {AuditSeal.objects.get().pk}: entry {first.pk} is missing"]


def test_an_entry_that_was_put_in_later_is_found() -> None:
    entry()
    seal_entries(now=NOW)
    forged = entry(NOW - timedelta(days=9))

    assert seal_entries(now=NOW + HOUR) == 0
    assert found() == [f"entry {forged.pk}: in no seal"]


def test_a_missing_seal_is_found() -> None:
    for minutes in range(3):
        entry(NOW + timedelta(minutes=minutes))
        seal_entries(now=NOW + timedelta(minutes=minutes))
    first, second, third = AuditSeal.objects.order_by("id")
    with unguarded():
        AuditSeal.objects.filter(pk=second.pk).delete()
    assert f"seal {third.pk}: the one before it is missing or changed" in found()

    with unguarded():
        AuditSeal.objects.filter(pk=third.pk).delete()
    [cut] = found(expected=third.hash)
    assert cut == f"the seal {third.hash} is missing: the newest ones were cut off"
    assert found(expected=first.hash) == []


def test_what_commits_late_goes_into_the_next_seal() -> None:
    """Numbers are given before the commit: a lower one may come later."""
    late, early = entry(NOW - timedelta(minutes=1)), entry(NOW)
    fields = AuditEntry.objects.filter(pk=late.pk).values().get()
    with unguarded():
        AuditEntry.objects.filter(pk=late.pk).delete()
    seal_entries(now=NOW)
    AuditEntry.objects.create(**fields)
    seal_entries(now=NOW + timedelta(minutes=5))

    assert [seal.entries for seal in AuditSeal.objects.order_by("id")] == [[early.pk], [late.pk]]
    assert found() == []


def test_seals_follow_a_long_pause() -> None:
    entry()
    seal_entries(now=NOW)
    entry(NOW + timedelta(days=1))
    entry(NOW + timedelta(days=40))

    assert seal_entries(now=NOW + timedelta(days=40)) == 2
    assert found(NOW + timedelta(days=41)) == []


def test_an_outage_of_the_sealer_leaves_nothing_unsealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long, and however much more than one seal takes."""
    monkeypatch.setattr(sealing, "MOST_ENTRIES", 3)
    for hour in range(4):
        entry(NOW + hour * HOUR)
    assert seal_entries(now=NOW + 4 * HOUR) == 4
    for day in range(1, 14):
        entry(NOW + timedelta(days=day))
    back = NOW + timedelta(days=14)

    assert seal_entries(now=back) == 13
    assert seal_entries(now=back) == 0

    lists = AuditSeal.objects.order_by("id").values_list("entries", flat=True)
    # A month at a time: the seventh of these days ends November.
    assert [len(ids) for ids in lists] == [3, 1, 3, 3, 1, 3, 3]
    listed = [pk for ids in lists for pk in ids]
    assert listed == list(AuditEntry.objects.order_by("id").values_list("pk", flat=True))
    assert found(back + timedelta(days=2)) == []


def test_what_a_sealer_that_died_has_sealed_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_ENTRIES", 2)
    for day in range(5):
        entry(NOW - timedelta(days=9 - day))
    with monkeypatch.context() as dying:
        at_the_second = Mock(wraps=sealing.digest_of, side_effect=[DEFAULT, SystemExit])
        dying.setattr(sealing, "digest_of", at_the_second)
        with pytest.raises(SystemExit):
            seal_entries(now=NOW)
    assert AuditSeal.objects.count() == 1

    assert seal_entries(now=NOW) == 3
    assert found(NOW + timedelta(days=2)) == []


def test_a_turn_reads_no_more_than_the_last_days(
    django_assert_num_queries: Callable[[int], AbstractContextManager[CaptureQueriesContext]],
) -> None:
    for day in range(30):
        entry(NOW - timedelta(days=30 - day))
        seal_entries(now=NOW - timedelta(days=30 - day))
    last = AuditSeal.objects.latest("id")
    assert last.latest_at is not None
    entry(NOW)

    assert AuditSeal.objects.reaching(last.latest_at - sealing.LATEST).count() == 2
    # Last seal, lists, ids, rows, and the new seal; then three of these, which find nothing more.
    with django_assert_num_queries(5 + 3 + 2 * 2):
        assert seal_entries(now=NOW) == 1


def test_seals_from_before_they_knew_their_latest_entry_hold() -> None:
    old = entry(NOW)
    digest = sealing.digest_of(AuditEntry.objects.values(*sealing.COLUMNS))
    AuditSeal.objects.create(
        made_at=NOW,
        entries=[old.pk],
        digest=digest,
        previous=sealing.FIRST,
        hash=sealing._hash_of(sealing.FIRST, [old.pk], digest, None),
    )
    entry(NOW + HOUR)

    assert seal_entries(now=NOW + HOUR) == 1
    assert found(NOW + timedelta(days=2)) == []
    assert drop_old_months(months=0, now=NOW + timedelta(days=40)) == 2
    assert found(NOW + timedelta(days=40), kept_since=NOW + timedelta(days=8)) == []


def test_the_hash_is_in_the_log() -> None:
    entry()
    with structlog.testing.capture_logs() as logs:
        seal_entries(now=NOW)

    assert [line["hash"] for line in logs] == [AuditSeal.objects.get().hash]


def test_two_sealers_make_one_chain() -> None:
    entry()
    seal_entries(now=NOW)
    seal = AuditSeal.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditSeal.objects.create(
            made_at=NOW, entries=[], digest="x", previous=seal.previous, hash="other"
        )


@pytest.mark.parametrize(
    ("now", "months", "first"),
    [
        (NOW, 0, datetime(2026, 11, 1, tzinfo=UTC)),
        (NOW, 11, datetime(2025, 12, 1, tzinfo=UTC)),
        (NOW, 36, datetime(2023, 11, 1, tzinfo=UTC)),
    ],
)
def test_the_first_month_that_is_kept(now: datetime, months: int, first: datetime) -> None:
    assert first_kept(months=months, now=now) == first


def test_old_months_go_whole_and_the_chain_stays() -> None:
    old = datetime(2026, 9, 30, 23, tzinfo=UTC)
    entry(old)
    kept = entry(datetime(2026, 10, 1, 1, tzinfo=UTC))
    seal_entries(now=datetime(2026, 10, 1, 2, tzinfo=UTC))
    assert AuditSeal.objects.count() == 2

    assert drop_old_months(months=1, now=NOW) == 1
    assert drop_old_months(months=1, now=NOW) == 0

    assert list(AuditEntry.objects.all()) == [kept]
    assert list(faults(now=NOW, kept_since=first_kept(months=1, now=NOW))) == []
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_a_month_that_was_sealed_late_may_go() -> None:
    """The sealer was away over the end of the month, and for longer than a request takes."""
    entry(datetime(2026, 9, 30, 23, tzinfo=UTC))
    kept = entry(datetime(2026, 10, 1, 1, tzinfo=UTC))
    seal_entries(now=datetime(2026, 10, 5, tzinfo=UTC))

    assert drop_old_months(months=1, now=NOW) == 1

    assert list(AuditEntry.objects.all()) == [kept]
    assert found(NOW, kept_since=first_kept(months=1, now=NOW)) == []


@pytest.mark.parametrize(
    ("at", "faults_said"),
    [
        (datetime(2026, 10, 1, tzinfo=UTC), ["seal {seal}: entry {entry} is missing"]),
        (datetime(2026, 9, 30, 23, 59, 59, 999_999, tzinfo=UTC), []),
    ],
)
def test_what_is_missing_of_the_months_that_are_kept_is_said(
    at: datetime, faults_said: list[str]
) -> None:
    gone = entry(at)
    seal_entries(now=at)
    with unguarded():
        AuditEntry.objects.all().delete()

    names = {"seal": AuditSeal.objects.get().pk, "entry": gone.pk}
    said = [fault.format_map(names) for fault in faults_said]
    assert found(NOW, kept_since=first_kept(months=1, now=NOW)) == said


def test_what_was_deleted_cannot_be_passed_off_as_too_old() -> None:
    entry()
    seal_entries(now=NOW)
    with unguarded():
        AuditEntry.objects.all().delete()
        AuditSeal.objects.update(latest_at=LONG_AGO - HOUR)

    assert found() == [f"seal {AuditSeal.objects.get().pk}: its hash does not fit"]


def test_what_is_not_sealed_is_kept() -> None:
    entry(datetime(2026, 1, 1, tzinfo=UTC))

    assert drop_old_months(months=1, now=NOW) == 0


def test_the_command_says_what_does_not_hold() -> None:
    first = entry()
    seal_entries(now=NOW)
    out = StringIO()
    with time_machine.travel(NOW + HOUR, tick=False):
        call_command("verify_audit", "--expect", AuditSeal.objects.get().hash, stdout=out)
        assert out.getvalue() == "The audit trail is whole: 1 seals.\n"
        with pytest.raises(CommandError, match="cut off"):
            call_command("verify_audit", "--expect", "0" * 64)
        with unguarded():
            AuditEntry.objects.filter(pk=first.pk).update(role="ADMIN")
        with pytest.raises(CommandError, match="an entry was changed"):
            call_command("verify_audit")


def test_entries_about_a_patient_are_found() -> None:
    one, two = entry(patients=[7, 12]), entry(patients=[1, 70])
    entry(patients=[])

    found_of = AuditEntry.objects.about_patient
    assert list(found_of(7)) == list(found_of(12)) == [one]
    assert list(found_of(1)) == list(found_of(70)) == [two]
    assert list(found_of(2)) == []
