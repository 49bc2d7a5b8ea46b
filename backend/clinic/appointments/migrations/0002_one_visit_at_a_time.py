"""No patient has two overlapping active appointments: held by PostgreSQL itself.

See ``slots.0002_slots_never_overlap`` for the range that stands in for equality.
"""

from django.db import migrations

ADD = """
ALTER TABLE appointments_appointment ADD CONSTRAINT one_visit_at_a_time EXCLUDE USING gist (
    int8range(patient_id, patient_id, '[]') WITH &&,
    tstzrange(start_at, end_at, '[)') WITH &&
) WHERE (status IN ('pending', 'confirmed') AND start_at IS NOT NULL)
"""
DROP = "ALTER TABLE appointments_appointment DROP CONSTRAINT one_visit_at_a_time"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("appointments", "0001_initial")]

    operations = [migrations.RunPython(add, drop)]
