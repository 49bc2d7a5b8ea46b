"""Jobs: the horizon moves on, holds expire, changed policies reach the slots."""

from datetime import datetime, timedelta

import pytest
import time_machine

from clinic.doctors.events import RulesChanged
from clinic.doctors.models import Doctor
from clinic.jobs.models import Job
from clinic.jobs.services.running import run_next
from clinic.outbox.tests.stories import fact_of
from clinic.slots import tasks
from clinic.slots.models import Hold, Slot
from clinic.slots.services.capacity import hold_slot
from clinic.slots.tests.factories import rule_on, slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_the_horizon_of_every_doctor_moves_on_whatever_one_of_them_has(
    dr_cho: User, dr_diaz: User, now: datetime
) -> None:
    Doctor.objects.update(horizon_days=1)
    for user in (dr_cho, dr_diaz):
        rule_on(user.doctor, 2, "09:00", "09:30")
    Doctor.objects.filter(pk=dr_cho.doctor.pk).update(time_zone="Mars/Olympus")
    with time_machine.travel(now, tick=False):
        tasks.extend_horizon()
        tasks.extend_horizon()
        assert run_next(clock=lambda: now)
    job = Job.objects.get()
    assert (job.state, job.result) == ("done", {"calendars": 2, "failed": 1})
    assert list(Slot.objects.values_list("doctor", flat=True)) == [dr_diaz.doctor.pk]


def test_a_changed_policy_reaches_the_slots(dr_cho: User, now: datetime) -> None:
    rule_on(dr_cho.doctor, 2, "09:00", "09:30")
    Doctor.objects.update(horizon_days=1)
    facts = [fact_of(RulesChanged(doctor_id=dr_cho.doctor.pk))]
    with time_machine.travel(now, tick=False):
        for _ in range(2):
            tasks.on_rules_changed(facts)
    assert Slot.objects.count() == 1


def test_holds_expire(dr_cho: User, ada: User, now: datetime) -> None:
    slot = slot_at(dr_cho.doctor, now + timedelta(days=1))
    hold_slot(slot_id=slot.pk, patient=ada.patient, now=now, minutes=5)
    for minutes, kept in ((4, 1), (5, 0)):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            tasks.release_expired_holds()
        assert Hold.objects.count() == kept
