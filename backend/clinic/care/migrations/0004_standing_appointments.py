"""Mark the relations in which an appointment stands."""

from typing import Any

from django.db import migrations
from django.db.models import Exists, OuterRef


def mark(apps: Any, _editor: Any) -> None:
    appointments = apps.get_model("appointments", "Appointment").objects
    standing = appointments.filter(
        doctor=OuterRef("doctor"),
        patient=OuterRef("patient"),
        status__in=["pending", "confirmed"],
    )
    relations = apps.get_model("care", "CareRelation").objects
    relations.filter(Exists(standing)).update(has_appointment=True)


class Migration(migrations.Migration):
    dependencies = [("care", "0003_closed_on_purpose")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
