"""What rivals do at once, and how it ended for each."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.confirming import confirm_appointment
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.patients.models import Patient
from clinic.slots.models import Slot
from clinic.users.models import User

Doing = Callable[[], Appointment]


def outcomes(results: Sequence[object]) -> Counter[str]:
    return Counter(
        type(result).__name__ if isinstance(result, Exception) else "won" for result in results
    )


def booking(patient: Patient, slot: Slot, now: datetime) -> Doing:
    assert patient.user is not None
    return partial(book_slot, by=patient.user, slot_id=slot.pk, wish=Wish(), now=now)


def moving(by: User, appointment: Appointment, transition: Transition, now: datetime) -> Doing:
    return partial(
        apply_transition, by=by, appointment_id=appointment.pk, transition=transition, now=now
    )


def confirming(by: User, appointment: Appointment, now: datetime) -> Doing:
    return partial(confirm_appointment, by=by, appointment_id=appointment.pk, now=now)


def rescheduling(by: User, appointment: Appointment, slot: Slot, now: datetime) -> Doing:
    return partial(
        reschedule_appointment, by=by, appointment_id=appointment.pk, slot_id=slot.pk, now=now
    )
