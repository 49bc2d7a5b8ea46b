"""The guards are lifted for what is inside, for deleting alone, and never for longer."""

import pytest
from django.db import DatabaseError, connection, transaction

from clinic.audit import guards
from clinic.audit.models import Action, AuditEntry
from clinic.audit.services.recording import Actor, Seen, record_access
from clinic.audit.tests.test_sealing import NOW

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _guarded() -> None:
    if connection.vendor == "sqlite":
        guards.raise_guards(connection)
    for _ in range(2):
        record_access(by=Actor(1, "DOCTOR"), action=Action.READ, seen=Seen("Patient"), now=NOW)


def first() -> AuditEntry:
    return AuditEntry.objects.order_by("id")[0]


def is_refused() -> bool:
    try:
        with transaction.atomic():
            AuditEntry.objects.filter(pk=first().pk).delete()
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


def test_inside_one_may_delete_and_afterwards_not() -> None:
    with guards.lifted(connection):
        first().delete()

    assert AuditEntry.objects.count() == 1
    assert is_refused()


def test_whatever_fails_inside_they_are_back() -> None:
    with pytest.raises(KeyError), guards.lifted(connection):
        raise KeyError

    assert is_refused()


def test_when_the_database_fails_inside_they_are_back_with_the_transaction() -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), guards.lifted(connection):
        connection.cursor().execute("SELECT nothing FROM nowhere")

    assert is_refused()


@pytest.mark.postgres_only
def test_nobody_changes_an_entry_even_inside() -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        guards.lifted(connection),
    ):
        AuditEntry.objects.update(reason="Another")

    assert set(AuditEntry.objects.values_list("reason", flat=True)) == {""}
