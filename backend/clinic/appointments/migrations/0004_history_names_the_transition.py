"""The history's word for what happened; the column keeps its name, so nothing is rewritten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appointments", "0003_words_for_the_admin")]

    operations = [
        migrations.AlterField(
            "appointmentevent",
            "move",
            models.CharField(db_column="move", max_length=10),
        ),
        migrations.RenameField("appointmentevent", "move", "transition"),
        migrations.AlterField(
            "appointmentevent",
            "transition",
            models.CharField(
                choices=[
                    ("create", "Booked"),
                    ("confirm", "Confirmed"),
                    ("decline", "Declined"),
                    ("cancel", "Cancelled"),
                    ("complete", "Completed"),
                    ("no_show", "Marked as not come"),
                    ("reschedule", "Moved"),
                    ("assign", "Assigned"),
                    ("edit", "Changed"),
                ],
                db_column="move",
                max_length=10,
                verbose_name="transition",
            ),
        ),
    ]
