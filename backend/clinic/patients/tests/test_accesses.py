"""Who opened whose data, for those whose they are and who acts for them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import Wish, book_slot
from clinic.audit.models import AuditEntry
from clinic.patients.models import Guardian, GuardianKind, Patient
from clinic.patients.services.dependants import Person, add_dependant
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]
ACCESSES = "/api/patients/me/accesses/"


@pytest.fixture
def zoe(ben: User) -> Patient:
    """A child without an account, for whom Ben acts."""
    child = Person("Zoé", "Petit", date(2019, 4, 3))
    now, today = timezone.now(), timezone.localdate()
    kind = GuardianKind.PARENT
    return add_dependant(by=ben, person=child, kind=kind, now=now, today=today).patient


@pytest.fixture
def acting(ada: User, ben: User) -> Guardian:
    """Ben acts for Ada, who has an account."""
    return Guardian.objects.create(user=ben, patient=ada.patient, created_at=timezone.now())


def booked(by: User, doctor: User, patient: Patient, *, days: int) -> Appointment:
    now = timezone.now()
    slot = slot_at(doctor.doctor, now + timedelta(days=days))
    return book_slot(by=by, slot_id=slot.pk, wish=Wish(), now=now, patient_id=patient.pk)


def test_who_acts_for_somebody_reads_who_opened_their_data(
    api: Api, ada: User, ben: User, dr_cho: User, zoe: Patient
) -> None:
    booked(ben, dr_cho, zoe, days=3)
    assert api(dr_cho).get(f"/api/patients/{zoe.pk}/").status_code == 200

    rows = api(ben).get(f"{ACCESSES}?patient={zoe.pk}").json()

    assert [(row["who"], row["subject"]) for row in rows] == [(dr_cho.doctor.name, "Patient")]
    assert api(ben).get(ACCESSES).json() == []
    assert api(ada).get(f"{ACCESSES}?patient={zoe.pk}").status_code == 404
    assert api(ben).get(f"{ACCESSES}?patient={ada.patient.pk}").status_code == 404
    assert api(ben).get(f"{ACCESSES}?patient=x").status_code == 400
    Guardian.objects.update(until=date(2020, 1, 1))
    assert api(ben).get(f"{ACCESSES}?patient={zoe.pk}").status_code == 404


def test_it_is_said_what_was_done_and_not_only_to_what(api: Api, ada: User, dr_diaz: User) -> None:
    Patient.objects.filter(user=ada).update(birth_date=date(1990, 5, 1))
    known = {"first_name": "Ada", "last_name": "Martin", "birth_date": "1990-05-01"}
    emergency = {"patient": ada.patient.pk, "reason": "Perte de connaissance au cabinet"}
    doctor = api(dr_diaz)

    assert len(doctor.post("/api/patients/find/", known).json()) == 1
    assert doctor.post("/api/care/emergency/", emergency).status_code == 201

    rows = api(ada).get(ACCESSES).json()
    assert [(row["action"], row["subject"]) for row in rows] == [
        ("write", "EmergencyAccess"),
        ("read", "PatientLookup"),
    ]


def test_what_a_guardian_reads_of_somebody_with_an_account_is_journalled(
    api: Api, ada: User, ben: User, dr_cho: User, zoe: Patient, acting: Guardian
) -> None:
    adas, zoes, own = (
        booked(ben, dr_cho, patient, days=days)
        for days, patient in ((3, ada.patient), (4, zoe), (5, ben.patient))
    )
    client = api(ben)

    for path in (
        f"/api/appointments/{zoes.pk}/",
        f"/api/appointments/{own.pk}/",
        "/api/patients/me/",
        ACCESSES,
        f"{ACCESSES}?patient={zoe.pk}",
    ):
        assert client.get(path).status_code == 200
    assert not AuditEntry.objects.exists()

    for path in (
        f"/api/appointments/{adas.pk}/",
        "/api/appointments/patient/",
        "/api/dependants/",
        f"{ACCESSES}?patient={ada.patient.pk}",
    ):
        assert client.get(path).status_code == 200
    assert client.post(f"/api/appointments/{adas.pk}/cancel/").status_code == 200

    entries = AuditEntry.objects.order_by("pk")
    assert [(one.action, one.subject, one.objects_seen, one.patients) for one in entries] == [
        ("read", "Appointment", [adas.pk], [ada.patient.pk]),
        ("read", "Appointment", [adas.pk], [ada.patient.pk]),
        ("read", "Guardian", [acting.pk], [ada.patient.pk]),
        ("read", "AuditEntry", [], [ada.patient.pk]),
        ("write", "Appointment", [adas.pk], [ada.patient.pk]),
    ]
    shown = api(ada).get(ACCESSES).json()
    assert [(row["who"], row["action"]) for row in shown] == [
        ("Ben Petit", "write"),
        *[("Ben Petit", "read")] * 4,
    ]


def test_booking_for_oneself_asks_nothing_more_for_the_journal(
    api: Api, ada: User, dr_cho: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, counts = api(ada), []
    for days in (3, 4, 5):
        slot = slot_at(dr_cho.doctor, timezone.now() + timedelta(days=days))
        with CaptureQueriesContext(connection) as asked:
            assert client.post("/api/appointments/", {"slot": slot.pk}).status_code == 201
        counts.append(len(asked))
        if days == 4:
            monkeypatch.setattr("clinic.common.api.views.journal", lambda *_: None)

    # The first one opens the relation; the third one is not journalled at all.
    assert counts[1] == counts[2]
    assert not AuditEntry.objects.exists()
