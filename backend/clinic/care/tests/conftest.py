"""Dr. Cho treats Ada."""

from datetime import datetime

import pytest

from clinic.care.models import CareRelation
from clinic.care.policies import Basis, Scope
from clinic.users.models import User


@pytest.fixture
def relation(ada: User, dr_cho: User, now: datetime) -> CareRelation:
    """Ada's record is open to Dr. Cho; an appointment of theirs stands."""
    return CareRelation.objects.create(
        doctor=dr_cho.doctor,
        patient=ada.patient,
        scope=Scope.RECORD,
        earned=Scope.RECORD,
        basis=Basis.APPOINTMENT,
        since=now,
        last_contact_at=now,
        has_appointment=True,
    )
