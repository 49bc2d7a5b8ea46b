"""The specialty of all doctors, and the doctor who waits."""

from typing import Any

from clinic.users.models import User


def add(world: dict[str, Any], cast: dict[str, User]) -> None:
    """Add ``cardiology`` and ``new``."""
    world["cardiology"] = cast["dr_cho"].doctor.specialty_id
    world["new"] = cast["dr_new"].doctor.pk
