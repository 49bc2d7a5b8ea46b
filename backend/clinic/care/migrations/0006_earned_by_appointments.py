"""What is open so far was opened by appointments."""

from typing import Any

from django.db import migrations
from django.db.models import F


def fill(apps: Any, _editor: Any) -> None:
    relations = apps.get_model("care", "CareRelation").objects
    relations.filter(ended_at=None).update(earned=F("scope"))


class Migration(migrations.Migration):
    dependencies = [("care", "0005_emergencies")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
