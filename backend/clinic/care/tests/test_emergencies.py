"""Opening a record in an emergency: for a day, with a reason, and never in silence."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone, translation
from rest_framework.test import APIClient

from clinic.audit.models import AuditEntry
from clinic.care.models import CareRelation, EmergencyAccess
from clinic.care.services.emergencies import end_emergencies
from clinic.common.text import iso_utc
from clinic.deliveries.tests.postman import send_due
from clinic.notifications.models import Notification
from clinic.notifications.selectors import notification_shape
from clinic.outbox import services as outbox
from clinic.patients.models import Guardian, Patient
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]
REASON = "Malaise dans la salle d'attente."
# Far ahead of the database's own clock, which says what has ended.
AT = datetime(2099, 11, 23, 12, tzinfo=UTC)
A_DAY = timedelta(hours=24)
BORN = date(1990, 11, 24)
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def found(api: Api, ada: User, dr_diaz: User) -> Patient:
    """Ada, whom Dr. Diaz knows by name and birth date."""
    Patient.objects.filter(user=ada).update(birth_date=BORN)
    who = {"first_name": "Ada", "last_name": "Martin", "birth_date": str(BORN)}
    assert len(api(dr_diaz).post("/api/patients/find/", who).json()) == 1
    return Patient.objects.get(user=ada)


def declare(client: APIClient, patient: Patient, reason: str = REASON) -> Any:
    return client.post("/api/care/emergency/", {"patient": patient.pk, "reason": reason})


def relay() -> None:
    outbox.relay(now=timezone.now() + timedelta(minutes=1))


def open_to(doctor: User) -> str | None:
    relation = CareRelation.objects.visible_to(doctor).first()
    return relation.scope if relation else None


def test_it_opens_the_record_for_a_day(api: Api, dr_diaz: User, found: Patient) -> None:
    answer = declare(api(dr_diaz), found)

    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["scope"], shown["basis"], shown["ended_at"]) == ("record", "emergency", None)
    assert shown["until"] == iso_utc(AT + A_DAY)
    assert end_emergencies(now=AT + A_DAY - timedelta(minutes=1)) == 0
    assert open_to(dr_diaz) == "record"
    assert end_emergencies(now=AT + A_DAY) == 1
    assert open_to(dr_diaz) is None


def test_it_ends_at_its_instant_whenever_the_job_comes(
    api: Api, ada: User, dr_diaz: User, eve: User, found: Patient
) -> None:
    declare(api(dr_diaz), found)
    assert Patient.objects.visible_to(dr_diaz).filter(pk=found.pk).exists()
    long_ago = AT - timedelta(days=40_000)
    CareRelation.objects.update(emergency_until=long_ago)

    assert not CareRelation.objects.visible_to(dr_diaz).opening_records().exists()
    assert open_to(dr_diaz) is None
    assert not Patient.objects.visible_to(dr_diaz).filter(pk=found.pk).exists()
    for who in (ada, eve):
        [row] = api(who).get("/api/care/relations/").json()
        assert (row["ended_at"], row["ended_by"]) == (iso_utc(long_ago), "system")
        assert api(who).get("/api/care/relations/?open=true").json() == []
    # Declared anew, it opens anew.
    assert declare(api(dr_diaz), found).status_code == 201
    assert open_to(dr_diaz) == "record"


def test_at_its_instant_it_falls_back_to_what_appointments_open(
    api: Api, ada: User, dr_cho: User, relation: CareRelation
) -> None:
    CareRelation.objects.update(scope="contact", earned="contact")
    declare(api(dr_cho), ada.patient)
    CareRelation.objects.update(emergency_until=AT - timedelta(days=40_000))

    assert not CareRelation.objects.visible_to(dr_cho).opening_records().exists()
    assert Patient.objects.visible_to(dr_cho).filter(user=ada).exists()
    [row] = api(dr_cho).get("/api/care/relations/").json()
    assert (row["scope"], row["basis"], row["ended_at"]) == ("identity", "appointment", None)


def test_it_falls_back_to_what_appointments_open(
    api: Api, ada: User, dr_cho: User, relation: CareRelation
) -> None:
    CareRelation.objects.update(scope="contact", earned="contact")
    assert declare(api(dr_cho), ada.patient).status_code == 201
    assert open_to(dr_cho) == "record"

    end_emergencies(now=AT + A_DAY)
    assert open_to(dr_cho) == "contact"


def test_whoever_reads_the_record_anyway_needs_none(
    api: Api, ada: User, dr_cho: User, dr_diaz: User, relation: CareRelation, found: Patient
) -> None:
    assert declare(api(dr_cho), found).json()["code"] == "already_open"
    assert declare(api(dr_diaz), found).status_code == 201
    assert declare(api(dr_diaz), found).json()["code"] == "already_open"


def test_only_whom_the_doctor_knows_or_has_found(api: Api, ada: User, dr_diaz: User) -> None:
    assert declare(api(dr_diaz), ada.patient).status_code == 404
    assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize(
    ("reason", "status"),
    [("Urgence !", 400), ("x" * 10, 201), ("x" * 300, 201), ("x" * 301, 400), (" " * 20, 400)],
)
def test_it_wants_a_reason(
    reason: str, status: int, api: Api, dr_diaz: User, found: Patient
) -> None:
    answer = declare(api(dr_diaz), found, reason)

    assert answer.status_code == status
    assert list(answer.json().get("details", {})) == (["reason"] if status == 400 else [])
    # Nothing of what was accepted is cut.
    entries = AuditEntry.objects.filter(route="care-emergency")
    assert [entry.reason for entry in entries] == ([reason] if status == 201 else [])


def test_the_journal_says_why(api: Api, ada: User, dr_diaz: User, found: Patient) -> None:
    declare(api(dr_diaz), found)

    entry = AuditEntry.objects.get(route="care-emergency")
    assert (entry.reason, entry.patients) == (REASON, [found.pk])
    accesses = api(ada).get("/api/patients/me/accesses/").json()
    assert [row["reason"] for row in accesses if row["reason"]] == [REASON]


def test_the_patients_side_and_the_admins_are_told_at_once(
    api: Api, ada: User, ben: User, dr_diaz: User, eve: User, found: Patient
) -> None:
    Guardian.objects.create(user=ben, patient=found, created_at=AT)
    declare(api(dr_diaz), found)
    relay()

    with translation.override("en"):
        told = {
            row["recipient_id"]: notification_shape(row)["text"]
            for row in map(dict, Notification.objects.values())
        }
    doctor, when = dr_diaz.doctor.name, f"on Monday 23 November at 1:00{NBSP}pm"
    assert told == {
        ada.pk: f"{doctor} has opened your record in an emergency, {when}. "
        f"The reason given: {REASON}",
        ben.pk: f"{doctor} has opened the record of Ada Martin in an emergency, {when}. "
        f"The reason given: {REASON}",
        eve.pk: f"{doctor} has opened the record of Ada Martin in an emergency. "
        "The journal says why.",
    }
    links = dict(Notification.objects.values_list("recipient_id", "link"))
    assert links == {
        ada.pk: "/profil/acces",
        ben.pk: "/profil/acces",
        eve.pk: f"/admin-clinique/journal?patient={found.pk}",
    }


def test_the_doctor_reads_the_record_and_until_when(
    api: Api, ada: User, dr_diaz: User, found: Patient
) -> None:
    Patient.objects.filter(pk=found.pk).update(history="Allergie à la pénicilline")
    declare(api(dr_diaz), found)

    row = api(dr_diaz).get(f"/api/patients/{found.pk}/").json()
    assert row["record"] == {
        "antecedents": "Allergie à la pénicilline",
        "blood_pressure": "",
        "cholesterol_level": "",
        "emergency_until": iso_utc(AT + A_DAY),
    }
    [listed] = api(dr_diaz).get("/api/patients/").json()
    assert "record" not in listed
    assert "antecedents" not in listed


def test_it_is_mailed_at_night_too(
    api: Api, ada: User, ben: User, dr_diaz: User, found: Patient
) -> None:
    Guardian.objects.create(user=ben, patient=found, created_at=AT)
    with time_machine.travel(AT + timedelta(hours=12), tick=False):
        declare(api(dr_diaz), found)
        relay()
        mails = {one.to[0]: str(one.body) for one in send_due()}

    assert mails.keys() == {"ada@example.org", "ben@example.org"}
    for text in mails.values():
        assert dr_diaz.doctor.name in text
        assert REASON in text
        assert f"se refermera de lui-même le mercredi 25 novembre à 1{NBSP}h." in text
    assert "/profil/acces" in mails["ada@example.org"]
    assert "/profil/acces" not in mails["ben@example.org"]
    assert "Ada Martin" in mails["ben@example.org"]


def test_somebody_without_an_account_is_mailed_where_the_practice_reaches_them(
    api: Api, ada: User, dr_diaz: User, found: Patient
) -> None:
    Patient.objects.filter(user=ada).update(user=None, email="ada@home.example")
    declare(api(dr_diaz), found)
    relay()

    [sent] = send_due()
    assert sent.to == ["ada@home.example"]
    assert REASON in str(sent.body)


def test_a_doctor_declares_so_many(api: Api, dr_diaz: User, found: Patient, settings: Any) -> None:
    rates = {**settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "emergency": "1/hour"}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": rates}

    assert [declare(api(dr_diaz), found).status_code for _ in range(2)] == [201, 429]


def test_the_patient_closes_it_and_the_next_one_ends_by_itself_too(
    api: Api, ada: User, dr_diaz: User, found: Patient
) -> None:
    declare(api(dr_diaz), found)
    relation = CareRelation.objects.get()
    assert api(ada).post(f"/api/care/relations/{relation.pk}/end/").status_code == 200
    assert open_to(dr_diaz) is None

    assert declare(api(dr_diaz), found).json()["ended_by"] is None
    end_emergencies(now=AT + A_DAY)
    [row] = api(ada).get("/api/care/relations/").json()
    assert row["ended_by"] == "patient"
