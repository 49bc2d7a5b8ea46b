"""The database refuses to change or delete entries and seals; who was seen is found by index."""

from typing import Any

from django.db import migrations

from clinic.audit import guards


def raise_guards(_apps: Any, editor: Any) -> None:
    guards.raise_guards(editor.connection)


def remove_guards(_apps: Any, editor: Any) -> None:
    guards.remove_guards(editor.connection)


def index_patients(_apps: Any, editor: Any) -> None:
    # Read by what a patient sees of who opened their data.
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE INDEX audit_by_patient ON audit_auditentry "
            "USING gin (patients jsonb_path_ops)"
        )


def drop_index(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS audit_by_patient")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(raise_guards, remove_guards),
        migrations.RunPython(index_patients, drop_index),
    ]
