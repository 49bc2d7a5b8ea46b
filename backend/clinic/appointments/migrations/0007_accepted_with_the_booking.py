"""What patients and admins have booked was accepted with the booking."""

from typing import Any

from django.db import migrations
from django.db.models import F


def fill(apps: Any, _editor: Any) -> None:
    appointments = apps.get_model("appointments", "Appointment").objects
    own = appointments.filter(accepted_at=None).exclude(created_by__role="DOCTOR")
    own.update(accepted_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("appointments", "0006_acceptance_and_arrival")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
