"""Slots of one doctor never overlap: held by PostgreSQL itself, without any extension.

``int8range(id, id, '[]')`` stands in for btree_gist's equality. SQLite has no exclusion
constraints; there the check runs inside the IMMEDIATE write transaction.
"""

from django.db import migrations

ADD = """
ALTER TABLE slots_slot ADD CONSTRAINT slots_never_overlap EXCLUDE USING gist (
    int8range(doctor_id, doctor_id, '[]') WITH &&,
    tstzrange(start_at, end_at, '[)') WITH &&
)
"""
DROP = "ALTER TABLE slots_slot DROP CONSTRAINT slots_never_overlap"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("slots", "0001_initial")]

    operations = [migrations.RunPython(add, drop)]
