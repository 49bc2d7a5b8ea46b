"""Ada's appointments with Dr. Cho, a request of hers that waits for any doctor, and free slots."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from clinic.appointments.selectors.acceptance import Sent, token_of
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.confirming import confirm_appointment
from clinic.appointments.services.requesting import WishedTime, request_appointment
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User
from clinic.users.services.mails import USER


def add(world: dict[str, Any], cast: dict[str, User]) -> None:
    """Add ``appointment``, ``proposed``, ``made`` (by the doctor), ``acceptance`` (its link),
    ``waiting``, ``free`` and ``other_free`` (slots)."""
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
    world["proposed"] = _proposed(cast, now)
    world["waiting"] = waiting.pk
    world["made"], world["acceptance"] = _made(cast, now)
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


def _made(cast: dict[str, User], now: datetime) -> tuple[int, str]:
    """Return an appointment that Dr. Cho made for Ada, and what her link carries."""
    slot = slot_at(cast["dr_cho"].doctor, now + timedelta(days=13))
    patient_id = cast["ada"].patient.pk
    made = book_slot(
        by=cast["dr_cho"], slot_id=slot.pk, wish=Wish(), now=now, patient_id=patient_id
    )
    sent = Sent(USER, cast["ada"].pk, cast["ada"].email)
    return made.pk, token_of(appointment_id=made.pk, start_at=slot.start_at, sent=sent)


def _proposed(cast: dict[str, User], now: datetime) -> int:
    """Return a confirmed appointment of Ada's for which she proposes another time."""
    doctor = cast["dr_cho"].doctor
    present, other = (slot_at(doctor, now + timedelta(days=days)) for days in (11, 12))
    booked = book_slot(by=cast["ada"], slot_id=present.pk, wish=Wish(), now=now)
    confirm_appointment(by=cast["dr_cho"], appointment_id=booked.pk, now=now)
    reschedule_appointment(by=cast["ada"], appointment_id=booked.pk, slot_id=other.pk, now=now)
    return booked.pk
