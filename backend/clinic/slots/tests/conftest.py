"""Doctors by the dozen."""

import pytest

from clinic.doctors.models import Doctor, Specialty
from clinic.users.models import User
from clinic.users.roles import Role


@pytest.fixture
def a_dozen(specialty: Specialty) -> list[Doctor]:
    """Twelve bookable doctors."""
    users = User.objects.bulk_create(
        User(
            username=f"doctor{number}",
            email=f"doctor{number}@example.org",
            role=Role.DOCTOR,
            is_approved=True,
        )
        for number in range(12)
    )
    return Doctor.objects.bulk_create(
        Doctor(
            user=user,
            first_name="Doc",
            last_name=f"Number {number}",
            specialty=specialty,
            time_zone="Europe/Paris",
        )
        for number, user in enumerate(users)
    )
