"""The rules of the database that keep entries and seals as they were written.

They stop programs and slips, not an operator who owns the database: for that the seals' hashes
are in the log.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import DatabaseError

TABLES: Final = ("audit_auditentry", "audit_auditseal")
# Set for one transaction by retention alone.
LIFTED: Final = "creneau.audit_retention"


def raise_guards(connection: Any) -> None:
    """Make the triggers."""
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove_guards(connection: Any) -> None:
    """Take the triggers away."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS append_only ON {table}")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS refuse_audit_change()")


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Let the transaction delete entries; for retention only.

    Whatever happens inside, nothing may be deleted afterwards: a fault of the database ends the
    transaction and takes this back with it.
    """
    _lift(connection)
    try:
        yield
    except DatabaseError:
        raise
    except BaseException:
        _lower(connection)
        raise
    _lower(connection)


def _lift(connection: Any) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {LIFTED} = 'on'")
    else:
        remove_guards(connection)


def _lower(connection: Any) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {LIFTED} = 'off'")
    else:
        raise_guards(connection)


def _statements(vendor: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield f"""
            CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND current_setting('{LIFTED}', true) = 'on' THEN
                    RETURN OLD;
                END IF;
                RAISE EXCEPTION 'the audit trail is append-only';
            END $$ LANGUAGE plpgsql
        """
        for table in TABLES:
            yield (
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
            )
        return
    for table in TABLES:
        for verb in ("update", "delete"):
            yield (
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
            )
