"""Keeping relations in line with what there is between a doctor and a patient."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from clinic.care.events import CareClosed
from clinic.care.models import CareRelation
from clinic.care.policies import Basis, Closer, Meeting, Scope, is_renewed, scope_of
from clinic.outbox import services as outbox
from clinic.patients.models import Patient

KEPT: Final = (
    "scope",
    "basis",
    "since",
    "last_contact_at",
    "ended_at",
    "earned",
    "emergency_until",
    "has_appointment",
    "is_closed",
)


def keep_relation(
    *,
    doctor_id: int,
    patient_id: int,
    meetings: Sequence[Meeting],
    now: datetime,
    is_addition: bool,
) -> None:
    """Let the appointments of the two open what ``policies.scope_of`` says.

    ``is_addition``: ``meetings`` is one more appointment, which opens no less than the others have;
    otherwise these are all. Part of the caller's transaction, under the patient's lock; raises
    RuntimeError outside one. What an emergency has opened stays until it is ended as such.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("care is kept inside the change's transaction")
    relation = CareRelation.objects.filter(doctor=doctor_id, patient=patient_id).first()
    if relation is None:
        if scope_of(meetings) is None:
            return
        relation = CareRelation(doctor_id=doctor_id, patient_id=patient_id, since=now)
    _note(relation, meetings, is_addition=is_addition)
    if relation.earned:
        relation.last_contact_at = now
    settle(relation, now=now)
    relation.save(update_fields=KEPT if relation.pk else None)


def _note(relation: CareRelation, meetings: Sequence[Meeting], *, is_addition: bool) -> None:
    """Write down what the appointments open, whatever else does."""
    stands = any(meeting.stands for meeting in meetings)
    relation.has_appointment = stands or (is_addition and relation.has_appointment)
    scope = scope_of(meetings, closed_at=relation.closed_at)
    if not (is_addition and relation.earned == Scope.RECORD):
        relation.earned = scope or ""
    is_renewal = is_renewed(meetings, closed_at=relation.closed_at)
    if relation.closed_at is not None and (is_renewal or not is_addition):
        relation.is_closed = not is_renewal


def settle(relation: CareRelation, *, now: datetime) -> None:
    """Open what appointments and an emergency open together, unsaved; nothing ends the relation.

    An emergency whose hours are over counts no more.
    """
    was_open = relation.ended_at is None
    if relation.emergency_until is not None and relation.emergency_until <= now:
        relation.emergency_until = None
    if relation.emergency_until and relation.earned != Scope.RECORD:
        relation.scope, relation.basis = Scope.RECORD, Basis.EMERGENCY
    elif relation.earned:
        relation.scope, relation.basis = relation.earned, Basis.APPOINTMENT
    else:
        relation.ended_at = relation.ended_at or now
        return
    relation.since = relation.since if was_open else now
    relation.ended_at = None


@transaction.atomic
def end_relation(
    *, relation: CareRelation, by: Closer, now: datetime, reason: str = ""
) -> CareRelation:
    """Close a record at the wish of its patient, or by an admin; an emergency too.

    While an appointment of the two stands, the doctor still sees who the patient is. What the
    patient's side agrees to later opens the record again, what it has agreed to before does not.
    Closed already, nothing changes.
    """
    # As everybody does: the patient first.
    Patient.objects.select_for_update(no_key=True).get(pk=relation.patient_id)
    relation = CareRelation.objects.select_for_update(no_key=True).get(pk=relation.pk)
    if relation.is_closed and not relation.emergency_until:
        return relation
    relation.is_closed, relation.closed_at, relation.closed_by = True, now, by
    relation.closed_because, relation.emergency_until = reason, None
    relation.earned = Scope.CONTACT if relation.has_appointment else ""
    settle(relation, now=now)
    relation.save(update_fields=[*KEPT, "closed_at", "closed_by", "closed_because"])
    outbox.record(CareClosed(relation_id=relation.pk))
    return relation


def end_long_past(*, months: int, now: datetime) -> int:
    """End what had no contact for so many months (of 30 days); return how many."""
    past = now - timedelta(days=30 * months)
    long_past = CareRelation.objects.open().filter(last_contact_at__lt=past)
    return long_past.update(ended_at=now, earned="")
