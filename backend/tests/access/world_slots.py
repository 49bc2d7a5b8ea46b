"""A rule and an absence of Dr. Cho, and times to come."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from clinic.slots.models import Absence
from clinic.slots.tests.factories import rule_on
from clinic.users.models import User


def add(world: dict[str, Any], cast: dict[str, User]) -> None:
    """Add ``rule``, ``absence``, ``later`` and ``later_end``."""
    later = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=20)
    doctor = cast["dr_cho"].doctor
    absence = Absence.objects.create(
        doctor=doctor, start_at=later + timedelta(days=1), end_at=later + timedelta(days=2)
    )
    world["rule"] = rule_on(doctor, 0).pk
    world["absence"] = absence.pk
    world["later"] = later.isoformat()
    world["later_end"] = (later + timedelta(hours=1)).isoformat()
