"""What becomes of the calendar when a doctor no longer sees people in one of the two ways."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from clinic.doctors.models import Doctor
from clinic.outbox import services as outbox
from clinic.slots.events import CalendarChanged
from clinic.slots.models import Availability, Origin, Slot
from clinic.slots.modes import ConsultationMode, Mode
from clinic.slots.services.capacity import lock_doctor
from clinic.slots.services.materialise import bring_in_line


@transaction.atomic
def withdraw_modes(*, doctor_id: int, modes: Iterable[str], now: datetime) -> None:
    """Bring rules and slots in line with a profile in which ``modes`` were switched off.

    Rules for both ways keep the other one, rules for the dropped way alone rest. Free slots follow.
    Booked ones stay; what its slot no longer offers is a conflict to settle. Nothing
    happens for a mode that has been switched on again. Safe to repeat.
    """
    doctor = lock_doctor(doctor_id)
    dropped = [mode for mode in ConsultationMode if mode in modes and mode not in doctor.modes]
    if not dropped:
        return
    for mode in dropped:
        _drop(doctor, mode, now=now)
    bring_in_line(doctor, now=now)
    outbox.record(CalendarChanged(doctor_id=doctor_id))


def _drop(doctor: Doctor, mode: ConsultationMode, *, now: datetime) -> None:
    is_video = mode is ConsultationMode.VIDEO
    other = ConsultationMode.IN_PERSON if is_video else ConsultationMode.VIDEO
    rules = Availability.objects.filter(doctor=doctor)
    rules.filter(mode=mode).update(is_active=False)
    rules.filter(mode=Mode.BOTH).update(mode=other)
    ahead = Slot.objects.filter(doctor=doctor, start_at__gte=now).offering(mode)
    # Locked by ascending id, as everybody does.
    locked = [slot.pk for slot in ahead.order_by("pk").select_for_update()]
    slots = Slot.objects.filter(pk__in=locked)
    # No longer the doctor's own wish: free ones go, booked ones close where no rule is in force.
    slots.filter(mode=mode).update(origin=Origin.RULE)
    slots.update(mode=other)
