"""The nightly end of what is long past."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from clinic.care.services.relations import end_long_past


@shared_task(name="care.end_long_past")
def end_past_care(**_ignored: object) -> None:
    """Close the records of patients who have not come for long."""
    end_long_past(months=settings.CARE_MONTHS, now=timezone.now())
