"""Slots that are made for one request."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from clinic.doctors.models import Doctor
from clinic.slots.models import Origin, Slot
from clinic.slots.policies import ModeNotSeen, Overlap
from clinic.slots.services.capacity import insert_slot, lock_doctor
from clinic.slots.services.materialise import away_between


def open_request_slot(*, doctor: Doctor, start_at: datetime, end_at: datetime, mode: str) -> Slot:
    """Open a slot of one place for one request, inside the caller's transaction.

    The caller takes its place at once, and answers for the time not being past. Raises
    :class:`ModeNotSeen`, and :class:`Overlap` when the doctor is busy or absent.
    """
    locked = lock_doctor(doctor.pk)
    if mode not in locked.modes:
        raise ModeNotSeen(details={"consultation_mode": [ModeNotSeen.sentence]})
    if away_between(locked, start_at, end_at).meet(start_at, end_at):
        raise Overlap(_("The doctor is absent at this time. Choose another slot or doctor."))
    return insert_slot(
        Slot(doctor=locked, start_at=start_at, end_at=end_at, mode=mode, origin=Origin.ADHOC)
    )
