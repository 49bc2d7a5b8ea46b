"""Portraits that there are become stored files, where they lie.

The column of their paths stays for the version that still runs; a later migration drops it.
"""

import hashlib
import mimetypes
from pathlib import Path

from django.conf import settings
from django.db import migrations
from django.utils import timezone


def refer(apps, schema_editor):
    users, files = apps.get_model("users", "User").objects, apps.get_model("files", "StoredFile").objects
    for user in users.exclude(picture="").iterator():
        path = Path(settings.FILES_ROOT) / user.picture.name
        if not path.is_file():
            continue
        content = path.read_bytes()
        stored = files.create(
            kind="portrait",
            name=f"portrait{path.suffix}",
            content_type=mimetypes.guess_type(path.name)[0] or "image/jpeg",
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            content=user.picture.name,
            uploaded_by_id=user.pk,
            uploaded_at=timezone.now(),
        )
        users.filter(pk=user.pk).update(portrait=stored)


def name_paths(apps, schema_editor):
    users, files = apps.get_model("users", "User").objects, apps.get_model("files", "StoredFile").objects
    users.update(picture="")
    for user in users.exclude(portrait=None).select_related("portrait").iterator():
        stored = user.portrait
        users.filter(pk=user.pk).update(picture=stored.content.name, portrait=None)
        files.filter(pk=stored.pk).delete()


class Migration(migrations.Migration):
    dependencies = [("users", "0004_portrait")]

    operations = [
        migrations.RunPython(refer, name_paths),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField("user", "picture")]
        ),
    ]
