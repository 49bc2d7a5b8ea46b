"""Since when a record is there counts for who wrote it down; what is older counts from now."""

from typing import Any

from django.db import migrations, models
from django.utils import timezone


def count_from_now(apps: Any, _editor: Any) -> None:
    written_down = apps.get_model("patients", "Patient").objects.exclude(created_by=None)
    written_down.update(written_down_on=timezone.localdate())


class Migration(migrations.Migration):
    dependencies = [("patients", "0005_found_by_name")]

    operations = [
        migrations.AddField(
            model_name="patient",
            name="written_down_on",
            field=models.DateField(blank=True, null=True, verbose_name="written down on"),
        ),
        migrations.RunPython(count_from_now, migrations.RunPython.noop),
    ]
