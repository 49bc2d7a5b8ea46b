"""A proposed place in a slot that the doctor has closed, until the job releases it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment, RescheduleProposal
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.appointments.tasks import settle_proposals
from clinic.slots.models import Absence, Origin, Slot
from clinic.slots.policies import Overlap
from clinic.slots.services.absences import create_absence, delete_absence
from clinic.slots.services.manual import create_slot
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]


@pytest.fixture(autouse=True)
def stopped_clock(now: datetime) -> Any:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def closed(
    confirmed: Appointment, ada: User, dr_cho: User, later_slot: Slot, now: datetime
) -> Slot:
    """A slot made by hand, where Ada proposes to come, and the doctor will be away."""
    Slot.objects.filter(pk=later_slot.pk).update(origin=Origin.MANUAL)
    reschedule_appointment(by=ada, appointment_id=confirmed.pk, slot_id=later_slot.pk, now=now)
    period = {"start_at": later_slot.start_at, "end_at": later_slot.end_at}
    create_absence(doctor_id=dr_cho.doctor.pk, fields=period, now=now)
    return Slot.objects.get(pk=later_slot.pk, is_open=False, booked=1)


def offered(api: Api, slot: Slot) -> bool:
    path = f"/api/directory/doctors/{slot.doctor_id}/slots/"
    return slot.pk in [row["id"] for row in api(None).get(path).json()]


def test_meanwhile_nobody_sees_the_place_nor_takes_it(
    api: Api, ben: User, dr_cho: User, confirmed: Appointment, closed: Slot, now: datetime
) -> None:
    assert not offered(api, closed)
    for path, body in (
        ("/api/appointments/", {"slot": closed.pk}),
        (f"/api/slots/{closed.pk}/hold/", {}),
    ):
        refused = api(ben).post(path, body)
        assert (refused.status_code, refused.json()["code"]) == (409, "slot_taken")
    accepted = api(dr_cho).post(f"/api/appointments/{confirmed.pk}/confirm/")
    assert (accepted.status_code, accepted.json()["code"]) == (409, "slot_taken")
    with pytest.raises(Overlap):
        create_slot(
            doctor_id=closed.doctor_id, start_at=closed.start_at, end_at=closed.end_at, now=now
        )
    assert Slot.objects.get(pk=closed.pk).booked == 1
    assert RescheduleProposal.objects.get().state == "open"


@pytest.mark.parametrize("is_back_first", [True, False])
def test_released_it_is_offered_again_when_the_doctor_is_back(
    api: Api, ben: User, closed: Slot, now: datetime, *, is_back_first: bool
) -> None:
    if is_back_first:
        delete_absence(absence=Absence.objects.get(), now=now)
    settle_proposals()
    # Back before the job has run, the doctor can still answer.
    waits = RescheduleProposal.objects.get().state == "open"
    assert (waits, Slot.objects.get(pk=closed.pk).booked) == (is_back_first, int(is_back_first))
    if not is_back_first:
        delete_absence(absence=Absence.objects.get(), now=now)

    assert offered(api, closed) is not is_back_first
    booked = api(ben).post("/api/appointments/", {"slot": closed.pk})
    assert booked.status_code == (409 if is_back_first else 201)
