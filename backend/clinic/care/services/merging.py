"""Relations of two records that become one."""

from datetime import datetime

from clinic.care.models import CareRelation, EmergencyAccess
from clinic.care.policies import Scope
from clinic.care.services.relations import settle
from clinic.patients.registry import Merge


def move_relations(merge: Merge) -> None:
    """Give the kept patient the other's relations; of two with one doctor make one.

    It opens what either opened, unless one was closed on purpose: then who the patient is, while
    an appointment stands. Whoever closed it did so for the person, and may come back.
    """
    own = {one.doctor_id: one for one in CareRelation.objects.filter(patient=merge.kept_id)}
    for other in CareRelation.objects.filter(patient=merge.other_id).order_by("pk"):
        twin = own.get(other.doctor_id)
        if twin is None:
            other.patient_id = merge.kept_id
            other.save(update_fields=["patient"])
        else:
            _unite(twin, other, now=merge.now)
            other.delete()
            twin.save()


def move_emergencies(merge: Merge) -> None:
    """Keep what was opened in emergencies with the person."""
    EmergencyAccess.objects.filter(patient=merge.other_id).update(patient=merge.kept_id)


def _unite(twin: CareRelation, other: CareRelation, *, now: datetime) -> None:
    twin.has_appointment = twin.has_appointment or other.has_appointment
    twin.last_contact_at = max(twin.last_contact_at, other.last_contact_at)
    twin.since = min(twin.since, other.since)
    ends = [one.emergency_until for one in (twin, other) if one.emergency_until]
    twin.emergency_until = max(ends, default=None)
    twin.is_closed = twin.is_closed or other.is_closed
    if other.closed_at and (twin.closed_at is None or other.closed_at > twin.closed_at):
        twin.closed_at, twin.closed_by = other.closed_at, other.closed_by
        twin.closed_because = other.closed_because
    if twin.is_closed:
        # What either record had agreed to by now opens nothing again.
        twin.closed_at = now
    if Scope.RECORD in (twin.earned, other.earned) and not twin.is_closed:
        twin.earned = Scope.RECORD
    elif twin.is_closed:
        twin.earned = Scope.CONTACT if twin.has_appointment else ""
    else:
        twin.earned = twin.earned or other.earned
    settle(twin, now=now)
