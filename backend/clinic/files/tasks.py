"""The sweeper's turn."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from clinic.files.services.sweeping import sweep_disk, sweep_rows


@shared_task(name="files.sweep")
def sweep(**_ignored: object) -> None:
    """Remove what nobody refers to, once it is old enough to be sure."""
    before = timezone.now() - timedelta(hours=settings.FILES_GRACE_HOURS)
    sweep_rows(before=before)
    sweep_disk(before=before)
