"""Who treats Ada, as her appointments made it."""

from typing import Any

from clinic.care.models import CareRelation
from clinic.users.models import User


def add(world: dict[str, Any], cast: dict[str, User]) -> None:
    """Add ``care``: Dr. Cho's relation to Ada."""
    world["care"] = CareRelation.objects.get(
        doctor=cast["dr_cho"].doctor, patient=cast["ada"].patient
    ).pk
