"""A job that Dr Cho has started."""

from typing import Any

from django.utils import timezone

from clinic.jobs.models import Job
from clinic.users.models import User


def add(world: dict[str, Any], cast: dict[str, User]) -> None:
    """Add ``job``."""
    now = timezone.now()
    world["job"] = Job.objects.create(
        kind="slots.extend_horizon", started_by=cast["dr_cho"], not_before=now, asked_at=now
    ).pk
