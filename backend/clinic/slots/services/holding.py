"""Holding a slot on the patient's own wish: only what they could book."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Missing
from clinic.doctors.models import Doctor
from clinic.patients.models import Patient
from clinic.slots.models import Hold, Slot
from clinic.slots.policies import SlotTaken
from clinic.slots.services.alternatives import atomic_with_alternatives, nearest_to_slot
from clinic.slots.services.capacity import hold_slot, release_hold


def hold_for_patient(
    *,
    slot_id: int,
    patient: Patient,
    now: datetime,
    minutes: int,
    instead_of: Sequence[Patient] = (),
) -> Hold:
    """Hold a slot of the directory within the doctor's notice and horizon.

    Held for oneself, or another child, a moment ago (``instead_of``), the place is the same one.
    Raises :class:`Missing`, and :class:`SlotTaken` with the nearest free slots.
    """
    slots = Slot.objects.filter(doctor__in=Doctor.objects.bookable()).select_related("doctor")
    slot = slots.filter(pk=slot_id).first()
    if slot is None:
        raise Missing
    with atomic_with_alternatives(nearest_to_slot(slot_id, now=now)):
        _require_time(slot, now=now)
        # All by id before any slot, as everybody does.
        people = {patient.pk, *(one.pk for one in instead_of)}
        list(Patient.objects.filter(pk__in=people).order_by("pk").select_for_update(no_key=True))
        for holder in instead_of:
            release_hold(slot_id=slot_id, patient=holder)
        return hold_slot(slot_id=slot_id, patient=patient, now=now, minutes=minutes)


def _require_time(slot: Slot, *, now: datetime) -> None:
    earliest = now + slot.doctor.min_notice
    latest = now + timedelta(days=slot.doctor.horizon_days)
    if not earliest <= slot.start_at < latest:
        raise SlotTaken(_("This slot cannot be booked at the moment. Please choose another one."))
