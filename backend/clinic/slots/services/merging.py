"""Holds of two patients who become one."""

from clinic.patients.models import Patient
from clinic.patients.registry import Merge
from clinic.slots.models import Hold
from clinic.slots.services.capacity import release_hold


def move_hold(merge: Merge) -> None:
    """Keep the hold of either; of two the kept patient's, the other place is free again."""
    other = Hold.objects.filter(patient=merge.other_id).first()
    if other is None:
        return
    if Hold.objects.filter(patient=merge.kept_id).exists():
        release_hold(slot_id=other.slot_id, patient=Patient.objects.get(pk=merge.other_id))
    else:
        Hold.objects.filter(pk=other.pk).update(patient=merge.kept_id)
