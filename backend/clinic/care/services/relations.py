"""Keeping relations in line with what there is between a doctor and a patient."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from clinic.care.events import CareClosed
from clinic.care.models import CareRelation
from clinic.care.policies import Basis, Closer, Meeting, Scope, is_renewed, scope_of
from clinic.outbox import services as outbox
from clinic.patients.models import Patient

KEPT = ("scope", "basis", "since", "last_contact_at", "ended_at", "has_appointment", "is_closed")


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
    stands = any(meeting.stands for meeting in meetings)
    relation = CareRelation.objects.filter(doctor=doctor_id, patient=patient_id).first()
    if relation is None:
        _begin(doctor_id, patient_id, scope_of(meetings), now=now, has_appointment=stands)
        return
    scope = scope_of(meetings, closed_at=relation.closed_at)
    is_renewal = is_renewed(meetings, closed_at=relation.closed_at)
    relation.has_appointment = stands or (is_addition and relation.has_appointment)
    if relation.closed_at is not None and (is_renewal or not is_addition):
        relation.is_closed = not is_renewal
    _keep(relation, scope, now=now, is_addition=is_addition)
    relation.save(update_fields=KEPT)


def _begin(
    doctor_id: int, patient_id: int, scope: Scope | None, *, now: datetime, has_appointment: bool
) -> None:
    if scope is not None:
        CareRelation.objects.create(
            doctor_id=doctor_id,
            patient_id=patient_id,
            scope=scope,
            basis=Basis.APPOINTMENT,
            since=now,
            last_contact_at=now,
            has_appointment=has_appointment,
        )


def _keep(relation: CareRelation, scope: Scope | None, *, now: datetime, is_addition: bool) -> None:
    is_open = relation.ended_at is None
    if is_open and relation.basis == Basis.EMERGENCY and scope is not Scope.RECORD:
        return
    if scope is None:
        relation.ended_at = relation.ended_at or now
        return
    if not (is_open and is_addition and relation.scope == Scope.RECORD):
        relation.scope = scope
    if not is_open:
        relation.since, relation.ended_at = now, None
    relation.basis, relation.last_contact_at = Basis.APPOINTMENT, now


@transaction.atomic
def end_relation(
    *, relation: CareRelation, by: Closer, now: datetime, reason: str = ""
) -> CareRelation:
    """Close a record at the wish of its patient, or by an admin.

    While an appointment of the two stands, the doctor still sees who the patient is. What the
    patient's side agrees to later opens the record again, what it has agreed to before does not.
    Closed already, nothing changes.
    """
    # As everybody does: the patient first.
    Patient.objects.select_for_update(no_key=True).get(pk=relation.patient_id)
    relation = CareRelation.objects.select_for_update(no_key=True).get(pk=relation.pk)
    if relation.is_closed:
        return relation
    relation.is_closed, relation.closed_at, relation.closed_by = True, now, by
    relation.closed_because, relation.basis = reason, Basis.APPOINTMENT
    if relation.has_appointment:
        relation.scope = Scope.CONTACT
    else:
        relation.ended_at = relation.ended_at or now
    relation.save(update_fields=[*KEPT, "closed_at", "closed_by", "closed_because"])
    outbox.record(CareClosed(relation_id=relation.pk))
    return relation


def end_long_past(*, months: int, now: datetime) -> int:
    """End what had no contact for so many months (of 30 days); return how many."""
    past = now - timedelta(days=30 * months)
    return CareRelation.objects.open().filter(last_contact_at__lt=past).update(ended_at=now)
