"""A person's picture refers to a stored file; the column of paths gets a default, and is left alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("users", "0003_spared_refresh_token"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="portrait",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
                verbose_name="picture",
            ),
        ),
        # People are added without naming it from now on.
        migrations.AlterField(
            model_name="user",
            name="picture",
            field=models.FileField(
                blank=True, db_default="", upload_to="pictures/%Y/%m", verbose_name="picture"
            ),
        ),
    ]
