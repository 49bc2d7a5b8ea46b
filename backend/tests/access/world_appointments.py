"""Ada's appointment with Dr. Cho, a request of hers that waits for any doctor, and free slots."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.requesting import WishedTime, request_appointment
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User


def add(world: dict[str, Any], cast: dict[str, User]) -> None:
    """Add ``appointment``, ``waiting``, ``free`` and ``other_free`` (slots of Dr. Cho)."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    doctor = cast["dr_cho"].doctor
    booked = slot_at(doctor, now + timedelta(days=4))
    appointment = book_slot(by=cast["ada"], slot_id=booked.pk, wish=Wish(), now=now)
    start_at = now + timedelta(days=9)
    waiting = request_appointment(
        by=cast["ada"],
        wished=WishedTime(start_at=start_at, end_at=start_at + timedelta(hours=1)),
        wish=Wish(),
        now=now,
    )
    world["appointment"] = appointment.pk
    world["waiting"] = waiting.pk
    free = slot_at(doctor, now + timedelta(days=5))
    world["free"] = free.pk
    world["free_start"], world["free_end"] = free.start_at.isoformat(), free.end_at.isoformat()
    of_diaz = slot_at(cast["dr_diaz"].doctor, now + timedelta(days=7))
    world["diaz_start"] = of_diaz.start_at.isoformat()
    world["diaz_end"] = of_diaz.end_at.isoformat()
    world["other_free"] = slot_at(doctor, now + timedelta(days=6)).pk
    world["cho"] = doctor.pk
    world["diaz"] = cast["dr_diaz"].doctor.pk
    world["ada_patient"] = cast["ada"].patient.pk
