"""Slots by hand (R1 ``POST /api/slots/``)."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Invalid, Missing
from clinic.outbox import services as outbox
from clinic.slots.events import CalendarChanged
from clinic.slots.models import Absence, Origin, Slot
from clinic.slots.modes import Mode
from clinic.slots.policies import Overlap, PastStart, SlotBooked
from clinic.slots.services.capacity import insert_slot, lock_doctor
from clinic.slots.services.materialise import away_between, bring_in_line

LONGEST: Final = timedelta(hours=24)
FARTHEST: Final = timedelta(days=731)


@transaction.atomic
def create_slot(
    *,
    doctor_id: int,
    start_at: datetime,
    end_at: datetime,
    now: datetime,
    mode: str = Mode.IN_PERSON,
    capacity: int = 1,
    location: str = "",
) -> Slot:
    """Add a slot. Raises :class:`PastStart`, :class:`Invalid`, :class:`Overlap`."""
    if start_at >= end_at:
        raise Invalid(details={"end_time": [_("The end must come after the start.")]})
    if start_at < now:
        raise PastStart(details={"start_time": [PastStart.sentence]})
    if end_at - start_at > LONGEST:
        raise Invalid(details={"end_time": [_("A slot lasts at most 24 hours.")]})
    if start_at > now + FARTHEST:
        raise Invalid(details={"start_time": [_("Choose a date within the next two years.")]})
    doctor = lock_doctor(doctor_id)
    if away_between(doctor, start_at, end_at).meet(start_at, end_at):
        raise Overlap(_("You are absent at this time. Shorten the absence first."))
    slot = insert_slot(
        Slot(
            doctor=doctor,
            start_at=start_at,
            end_at=end_at,
            mode=mode,
            capacity=capacity,
            location=location,
            origin=Origin.MANUAL,
        )
    )
    outbox.record(CalendarChanged(doctor_id=doctor_id))
    return slot


@transaction.atomic
def delete_slot(*, slot: Slot, now: datetime) -> None:
    """Delete a slot that nobody has. Raises :class:`SlotBooked`.

    One that a rule makes would come back with the next run, so its time becomes an absence.
    """
    doctor = lock_doctor(slot.doctor_id)
    found = Slot.objects.select_for_update().filter(pk=slot.pk).first()
    if found is None:
        raise Missing
    if found.booked:
        raise SlotBooked
    if found.origin == Origin.RULE and found.start_at >= now:
        Absence.objects.create(doctor=doctor, start_at=found.start_at, end_at=found.end_at)
    found.delete()
    bring_in_line(doctor, now=now)
    outbox.record(CalendarChanged(doctor_id=doctor.pk))
