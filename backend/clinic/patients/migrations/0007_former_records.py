"""Which records were merged into whose; those of before are read from the journal."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def remember(apps: Any, _editor: Any) -> None:
    patients = apps.get_model("patients", "Patient").objects
    former_records = apps.get_model("patients", "FormerRecord").objects
    entries = apps.get_model("audit", "AuditEntry").objects
    # Of each merge one record is there, or was merged into another one later: the last come first.
    merged_into: dict[int, int] = {}
    for entry in entries.filter(route="patient-merge", action="write").order_by("-pk"):
        there = set(patients.filter(pk__in=entry.patients).values_list("pk", flat=True))
        known = [one for one in entry.patients if one in there or one in merged_into]
        if len(entry.patients) != 2 or len(known) != 1:  # noqa: PLR2004  the two
            continue
        [former_id] = set(entry.patients) - set(known)
        merged_into[former_id] = merged_into.get(known[0], known[0])
        former_records.get_or_create(
            former_id=former_id,
            defaults={"patient_id": merged_into[former_id], "merged_at": entry.at},
        )


class Migration(migrations.Migration):
    dependencies = [("patients", "0006_written_down_on"), ("audit", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="FormerRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("former_id", models.BigIntegerField(unique=True, verbose_name="former id")),
                ("merged_at", models.DateTimeField(verbose_name="merged at")),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_records",
                        to="patients.patient",
                        verbose_name="patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "former record",
                "verbose_name_plural": "former records",
            },
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
