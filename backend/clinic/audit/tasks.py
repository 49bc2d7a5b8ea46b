"""The sealer's and retention's turns."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from clinic.audit.services.retention import drop_old_months
from clinic.audit.services.sealing import seal_entries


@shared_task(name="audit.seal")
def seal(**_ignored: object) -> None:
    """Seal what was written since the last turn."""
    seal_entries(now=timezone.now())


@shared_task(name="audit.drop_old")
def drop_old(**_ignored: object) -> None:
    """Drop the months that are no longer kept."""
    drop_old_months(months=settings.AUDIT_MONTHS, now=timezone.now())
