"""To whom a record is open."""

from clinic.care.models import CareRelation
from clinic.care.policies import Basis
from clinic.patients.registry import OpenRecord
from clinic.users.models import User
from clinic.users.roles import Role


def record_open_to(viewer: User, patient_id: int) -> OpenRecord | None:
    """Return how the patient's record is open to a doctor or an admin; None when it is not."""
    if viewer.role == Role.ADMIN:
        # Admins see every record (R2).
        return OpenRecord()
    relations = CareRelation.objects.visible_to(viewer).opening_records()
    relation = relations.filter(patient=patient_id).first()
    if relation is None:
        return None
    is_emergency = relation.basis == Basis.EMERGENCY
    return OpenRecord(relation.emergency_until if is_emergency else None)
