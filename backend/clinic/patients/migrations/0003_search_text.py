"""Patients are found by name whatever the accents."""

from typing import Any

from django.db import migrations, models

from clinic.common.text import search_key

BATCH = 2000


def fill(apps: Any, _schema_editor: Any) -> None:
    """Fold the names that are there."""
    patients = apps.get_model("patients", "Patient")
    batch = []
    for patient in patients.objects.only("first_name", "last_name").iterator(BATCH):
        patient.search_text = search_key(f"{patient.first_name} {patient.last_name}")[:200]
        batch.append(patient)
    patients.objects.bulk_update(batch, ["search_text"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("patients", "0002_words_for_the_admin")]

    operations = [
        migrations.AddField(
            model_name="patient",
            name="search_text",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=200),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
