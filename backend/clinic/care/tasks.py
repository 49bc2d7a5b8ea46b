"""The end of what is long past, and of emergencies."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from clinic.care.services.emergencies import end_emergencies
from clinic.care.services.relations import end_long_past


@shared_task(name="care.end_long_past")
def end_past_care(**_ignored: object) -> None:
    """Close the records of patients who have not come for long."""
    end_long_past(months=settings.CARE_MONTHS, now=timezone.now())


@shared_task(name="care.end_emergencies")
def end_past_emergencies(**_ignored: object) -> None:
    """Close what was opened in an emergency and is past its hours."""
    end_emergencies(now=timezone.now())
