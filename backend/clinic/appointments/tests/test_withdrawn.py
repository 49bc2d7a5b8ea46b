"""A doctor to whom a record was closed takes no request that was meant for any doctor."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment
from clinic.appointments.services.assigning import RecordClosed, assign_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.care.models import CareRelation
from clinic.care.policies import Closer
from clinic.care.services.relations import end_relation
from clinic.slots.models import Slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
HOUR = timedelta(hours=1)
Ask = Callable[..., Appointment]
Book = Callable[..., Appointment]


@pytest.fixture(params=Closer)
def closed(request: pytest.FixtureRequest, confirmed: Appointment, now: datetime) -> Appointment:
    """Ada's appointment with Dr. Cho; her record was closed to them since."""
    Appointment.objects.update(accepted_at=now - 2 * HOUR)
    end_relation(relation=CareRelation.objects.get(), by=request.param, now=now - HOUR)
    return confirmed


def doctors_who_see(asked: Appointment, *doctors: User) -> list[User]:
    return [one for one in doctors if asked in Appointment.objects.visible_to(one)]


def test_they_neither_see_nor_take_it(
    ada: User, dr_cho: User, dr_diaz: User, eve: User, closed: Appointment, now: datetime, ask: Ask
) -> None:
    asked = ask(ada, start_at=now + timedelta(days=5), end_at=now + timedelta(days=6))

    assert doctors_who_see(asked, dr_cho, dr_diaz) == [dr_diaz]
    with pytest.raises(Appointment.DoesNotExist):
        assign_appointment(by=dr_cho, appointment_id=asked.pk, now=now)
    with pytest.raises(RecordClosed):
        assign_appointment(by=eve, appointment_id=asked.pk, doctor_id=dr_cho.doctor.pk, now=now)
    relation = CareRelation.objects.get(doctor=dr_cho.doctor)
    assert (relation.scope, relation.is_closed) == ("contact", True)
    taken = assign_appointment(by=dr_diaz, appointment_id=asked.pk, now=now)
    assert taken.doctor == dr_diaz.doctor


def test_the_system_gives_it_to_nobody_who_was_closed_out(
    ada: User, dr_cho: User, dr_diaz: User, closed: Appointment, later_slot: Slot, ask: Ask
) -> None:
    period = {"start_at": later_slot.start_at, "end_at": later_slot.end_at}
    assert ask(ada, **period).doctor is None
    Appointment.objects.filter(doctor=None).delete()
    other = slot_at(dr_diaz.doctor, later_slot.start_at)

    # Of two with room, the other one is the only one.
    assert ask(ada, **period).slot == other


def test_who_is_named_is_meant(
    ada: User, dr_cho: User, closed: Appointment, later_slot: Slot, now: datetime, ask: Ask
) -> None:
    period = {"start_at": later_slot.start_at, "end_at": later_slot.end_at}
    waiting = ask(ada, start_at=now + timedelta(days=5), end_at=now + timedelta(days=6))
    assert doctors_who_see(waiting, dr_cho) == []

    named = ask(ada, doctor_id=dr_cho.doctor.pk, **period)

    assert named.slot == later_slot
    # The patient has come back.
    assert doctors_who_see(waiting, dr_cho) == [dr_cho]
    apply_transition(by=dr_cho, appointment_id=named.pk, transition=Transition.DECLINE, now=now)
    assert doctors_who_see(waiting, dr_cho) == []


def test_what_they_were_given_before_stays_theirs(
    ada: User, dr_cho: User, eve: User, appointment: Appointment, later_slot: Slot, now: datetime
) -> None:
    end_relation(relation=CareRelation.objects.get(), by=Closer.PATIENT, now=now)
    moved = assign_appointment(
        by=eve,
        appointment_id=appointment.pk,
        doctor_id=dr_cho.doctor.pk,
        slot_id=later_slot.pk,
        now=now,
    )

    assert moved.slot == later_slot
    assert CareRelation.objects.get().scope == "contact"
