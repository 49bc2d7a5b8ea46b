"""Keeping relations in line with what there is between a doctor and a patient."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from clinic.care.models import CareRelation
from clinic.care.policies import Basis, Scope


def keep_relation(
    *, doctor_id: int, patient_id: int, scope: Scope | None, now: datetime, is_addition: bool
) -> None:
    """Let the appointments of the two open ``scope``; None ends what they opened before.

    ``is_addition``: one more appointment, which opens no less than the others have. Part of the
    caller's transaction, under the patient's lock; raises RuntimeError outside one. What an
    emergency has opened stays until it is ended as such.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("care is kept inside the change's transaction")
    relation = CareRelation.objects.filter(doctor=doctor_id, patient=patient_id).first()
    if relation is None:
        if scope is not None:
            CareRelation.objects.create(
                doctor_id=doctor_id,
                patient_id=patient_id,
                scope=scope,
                basis=Basis.APPOINTMENT,
                since=now,
                last_contact_at=now,
            )
        return
    is_open = relation.ended_at is None
    if is_open and relation.basis == Basis.EMERGENCY and scope is not Scope.RECORD:
        return
    if scope is None:
        _end(relation, now=now)
        return
    if not (is_open and is_addition and relation.scope == Scope.RECORD):
        relation.scope = scope
    if not is_open:
        relation.since, relation.ended_at = now, None
    relation.basis, relation.last_contact_at = Basis.APPOINTMENT, now
    relation.save(update_fields=["scope", "basis", "since", "last_contact_at", "ended_at"])


@transaction.atomic
def end_relation(*, relation: CareRelation, now: datetime) -> None:
    """Close a record at the wish of its patient, or by an admin; a new appointment opens it."""
    _end(CareRelation.objects.select_for_update().get(pk=relation.pk), now=now)


def end_long_past(*, months: int, now: datetime) -> int:
    """End what had no contact for so many months (of 30 days); return how many."""
    past = now - timedelta(days=30 * months)
    return CareRelation.objects.open().filter(last_contact_at__lt=past).update(ended_at=now)


def _end(relation: CareRelation, *, now: datetime) -> None:
    if relation.ended_at is None:
        relation.ended_at = now
        relation.save(update_fields=["ended_at"])
