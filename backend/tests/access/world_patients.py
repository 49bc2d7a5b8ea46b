"""Ada's child, for whom she acts, with an appointment; and somebody whom Dr. Cho wrote down."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from clinic.appointments.services.booking import Wish, book_slot
from clinic.patients.models import Guardian, GuardianKind
from clinic.patients.services.dependants import Person, add_dependant
from clinic.patients.services.records import create_patient
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User


def add(world: dict[str, Any], cast: dict[str, User]) -> None:
    """Add ``ward`` (a guardianship), ``child``, ``childs`` (its appointment), ``walk_in``,
    ``guard`` (Eve acts for Ada)."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    today = now.date()
    zoe = Person(first_name="Zoé", last_name="Martin", birth_date=date(2019, 4, 3))
    ward = add_dependant(by=cast["ada"], person=zoe, kind=GuardianKind.PARENT, now=now, today=today)
    slot = slot_at(cast["dr_cho"].doctor, now + timedelta(days=8))
    booked = book_slot(
        by=cast["ada"], slot_id=slot.pk, wish=Wish(), now=now, patient_id=ward.patient_id
    )
    walk_in = Person(first_name="Wanda", last_name="Kern", birth_date=date(1950, 1, 2))
    written = create_patient(by=cast["dr_cho"], person=walk_in, today=today)
    world["ward"], world["child"], world["childs"] = ward.pk, ward.patient_id, booked.pk
    world["walk_in"] = written.pk
    guard = Guardian.objects.create(user=cast["eve"], patient=cast["ada"].patient, created_at=now)
    world["guard"] = guard.pk
