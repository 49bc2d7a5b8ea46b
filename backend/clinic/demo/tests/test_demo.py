from collections import Counter
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Q
from django.utils import timezone

from clinic.appointments.lifecycle import Status
from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.care.models import CareRelation
from clinic.doctors.models import Doctor, Specialty
from clinic.patients.models import Guardian, Patient
from clinic.slots.models import Slot
from clinic.slots.services.materialise import materialise
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


def demo(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def test_the_clinic_is_as_described() -> None:
    told = demo()

    assert Doctor.objects.bookable().count() == 12
    assert Specialty.objects.count() == 8
    assert Doctor.objects.bookable().values("city").distinct().count() == 3
    assert Patient.objects.filter(user=None).count() == 2
    assert Patient.objects.count() == 42
    assert User.objects.filter(role="ADMIN").count() == 1
    assert list(User.objects.filter(is_approved=False).values_list("username", flat=True)) == [
        "dr.guerin"
    ]
    assert set(Appointment.objects.values_list("status", flat=True)) == set(Status.values)
    now = timezone.now()
    starts = Slot.objects.order_by("start_at").values_list("start_at", flat=True)
    assert starts[0] < now - timedelta(days=12)
    assert starts[len(starts) - 1] > now + timedelta(weeks=4)
    waiting = Appointment.objects.filter(status=Status.CONFIRMED, accepted_at=None)
    names = set(waiting.values_list("patient__first_name", flat=True))
    # Camille has one only if one of hers is confirmed.
    assert "Jeanne" in names
    assert names <= {"Camille", "Jeanne"}
    assert "camille" in told
    assert "creneau-demo" in told


def test_counts_and_history_are_as_the_services_would_have_left_them() -> None:
    demo()

    taking = Q(appointments__status__in=["pending", "confirmed", "completed", "no_show"])
    wrong = Slot.objects.annotate(taken=Count("appointments", filter=taking)).exclude(
        booked=F("taken")
    )
    assert wrong.count() == 0
    without_history = Appointment.objects.annotate(transitions=Count("events")).filter(
        transitions=0
    )
    assert without_history.count() == 0
    last = {
        row["appointment"]: row["to_status"]
        for row in AppointmentEvent.objects.order_by("id").values("appointment", "to_status")
    }
    assert last == dict(Appointment.objects.values_list("id", "status"))
    reached: dict[int, str] = {}
    for row in AppointmentEvent.objects.order_by("id"):
        assert row.from_status == reached.get(row.appointment_id, "")
        reached[row.appointment_id] = row.to_status


def test_regenerating_the_demo_calendar_changes_nothing() -> None:
    demo()
    before = list(Slot.objects.order_by("pk").values())

    for doctor in Doctor.objects.filter(user__is_approved=True)[:4]:
        materialise(doctor_id=doctor.pk, now=timezone.now())

    assert list(Slot.objects.order_by("pk").values()) == before


def test_a_second_run_only_tells_the_accounts() -> None:
    demo()
    before = Counter(User.objects.values_list("username", flat=True))

    told = demo()

    assert Counter(User.objects.values_list("username", flat=True)) == before
    assert "camille" in told


def test_the_same_people_every_time() -> None:
    demo()
    people = list(Patient.objects.order_by("pk").values_list("first_name", "last_name", "sex"))
    for model in (
        AppointmentEvent,
        Appointment,
        Slot,
        CareRelation,
        Guardian,
        Patient,
        Doctor,
        User,
    ):
        model.objects.all().delete()
    demo()

    again = list(Patient.objects.order_by("pk").values_list("first_name", "last_name", "sex"))
    assert again == people


def test_it_refuses_where_people_are_real(settings: Any, ada: User) -> None:
    with pytest.raises(CommandError, match="real accounts"):
        demo()
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo installation"):
        demo()

    assert User.objects.count() == 1


def test_without_demo_data_there_are_no_accounts_to_tell() -> None:
    assert demo("--accounts") == ""


def test_sizes_are_as_asked() -> None:
    demo("--doctors=15", "--patients=200", "--appointments=900")

    assert Doctor.objects.bookable().count() == 15
    assert (Patient.objects.count(), Appointment.objects.count()) == (202, 900)


@pytest.mark.parametrize("size", ["--doctors=0", "--patients=0", "--appointments=-1"])
def test_senseless_sizes_are_refused(size: str) -> None:
    with pytest.raises(CommandError, match="needed"):
        demo(size)
