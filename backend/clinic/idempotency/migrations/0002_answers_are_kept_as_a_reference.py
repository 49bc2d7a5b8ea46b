"""First answers name the row that they showed; the copies, which hold clinical text, are wiped.

The columns of the copies stay, empty, for the version that still runs; a later migration drops them.
"""

from django.db import migrations, models


def refer(apps, schema_editor):
    answers = apps.get_model("idempotency", "FirstAnswer").objects
    for answer in answers.exclude(body=None).iterator():
        shown = answer.body.get("appointment", answer.body)
        answers.filter(pk=answer.pk).update(row_id=shown.get("id") or 0, body={}, headers={})


class Migration(migrations.Migration):
    dependencies = [("idempotency", "0001_initial")]

    operations = [
        migrations.AddField(
            "firstanswer", "row_id", models.BigIntegerField(default=0, db_default=0)
        ),
        migrations.AlterField("firstanswer", "body", models.JSONField(default=dict, null=True)),
        migrations.AlterField("firstanswer", "headers", models.JSONField(default=dict, null=True)),
        migrations.RunPython(refer, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("firstanswer", "body"),
                migrations.RemoveField("firstanswer", "headers"),
            ]
        ),
    ]
