"""Fill the relations from the appointments that there are."""

from typing import Any

from django.db import migrations

BATCH = 2000


def fill(apps: Any, _editor: Any) -> None:
    appointments = apps.get_model("appointments", "Appointment").objects
    relations = apps.get_model("care", "CareRelation")
    found: dict[tuple[int, int], Any] = {}
    rows = appointments.exclude(doctor=None).filter(
        status__in=["pending", "confirmed", "completed"]
    )
    for doctor, patient, status, role, booked_at, start_at in rows.values_list(
        "doctor", "patient", "status", "created_by__role", "created_at", "start_at"
    ).iterator():
        opens = status == "completed" or (status == "confirmed" and role != "DOCTOR")
        contact_at = start_at if status == "completed" and start_at else booked_at
        made = found.setdefault(
            (doctor, patient),
            relations(
                doctor_id=doctor,
                patient_id=patient,
                scope="contact",
                basis="appointment",
                since=booked_at,
                last_contact_at=contact_at,
            ),
        )
        made.scope = "record" if opens else made.scope
        made.since = min(made.since, booked_at)
        made.last_contact_at = max(made.last_contact_at, contact_at)
    relations.objects.bulk_create(found.values(), batch_size=BATCH, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0001_initial"),
        ("appointments", "0004_history_names_the_transition"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
