"""Cleaning up."""

from celery import shared_task
from django.utils import timezone

from clinic.idempotency import services


@shared_task(name="idempotency.forget_old")
def forget_old(**_ignored: object) -> None:
    """Delete answers older than a day."""
    services.forget_old(now=timezone.now())
