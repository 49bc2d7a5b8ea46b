"""The journal cannot be changed unseen: the database refuses, and the seals tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import structlog
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from clinic.audit import guards
from clinic.audit.models import Action, AuditEntry, AuditSeal
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


def found(now: datetime = NOW + HOUR, **more: Any) -> list[str]:
    return list(faults(now=now, kept_since=LONG_AGO, **more))


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
