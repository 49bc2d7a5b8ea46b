"""``/api/care/relations/``: who treats whom, and how it is ended."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from rest_framework.test import APIClient

from clinic.audit.models import AuditEntry
from clinic.care.models import CareRelation
from clinic.common.text import iso_utc
from clinic.notifications.models import Notification
from clinic.notifications.selectors import notification_shape
from clinic.outbox import services as outbox
from clinic.patients.models import Guardian, Patient
from clinic.users.models import User

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
Api = Callable[[User | None], APIClient]
RELATIONS = "/api/care/relations/"


def end(client: APIClient, relation: CareRelation, **body: Any) -> Any:
    return client.post(f"{RELATIONS}{relation.pk}/end/", body)


def test_it_says_who_treats_whom_and_how_much_that_opens(
    api: Api, ada: User, ben: User, dr_cho: User, eve: User, relation: CareRelation, now: datetime
) -> None:
    shown = {
        "id": relation.pk,
        "doctor": {"id": dr_cho.doctor.pk, "name": dr_cho.doctor.name},
        "patient": {"id": ada.patient.pk, "name": "Ada Martin"},
        "scope": "record",
        "basis": "appointment",
        "since": iso_utc(now),
        "last_contact": iso_utc(now),
        "ended_at": None,
        "ended_by": None,
    }
    for user in (ada, dr_cho, eve):
        assert api(user).get(RELATIONS).json() == [shown]
    assert api(ben).get(RELATIONS).json() == []
    assert [entry.patients for entry in AuditEntry.objects.order_by("id")] == [
        [ada.patient.pk],
        [ada.patient.pk],
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("doctor={cho}", 1),
        ("doctor={diaz}", 0),
        ("patient={ada}", 1),
        ("patient={ben}", 0),
        ("open=true", 1),
        ("open=false", 0),
    ],
)
def test_admins_look_for_some(
    query: str,
    found: int,
    api: Api,
    ada: User,
    ben: User,
    dr_cho: User,
    dr_diaz: User,
    eve: User,
    relation: CareRelation,
) -> None:
    ids = {
        "cho": dr_cho.doctor.pk,
        "diaz": dr_diaz.doctor.pk,
        "ada": ada.patient.pk,
        "ben": ben.patient.pk,
    }
    assert len(api(eve).get(f"{RELATIONS}?{query.format(**ids)}").json()) == found


def test_the_patient_withdraws_it_and_identity_stays_with_the_appointment(
    api: Api, ada: User, dr_cho: User, relation: CareRelation
) -> None:
    answer = end(api(ada), relation, reason="Je change de médecin.")

    assert answer.status_code == 200
    assert answer.json()["scope"] == "identity"
    assert answer.json()["ended_by"] == "patient"
    relation.refresh_from_db()
    assert relation.closed_at is not None
    assert answer.json()["ended_at"] == iso_utc(relation.closed_at.replace(microsecond=0))
    assert relation.closed_because == "Je change de médecin."
    assert Patient.objects.visible_to(dr_cho).filter(user=ada).exists()
    assert not CareRelation.objects.opening_records().exists()


def test_without_an_appointment_nothing_stays(
    api: Api, ada: User, dr_cho: User, relation: CareRelation
) -> None:
    CareRelation.objects.update(has_appointment=False)
    assert end(api(ada), relation).status_code == 200

    assert not Patient.objects.visible_to(dr_cho).exists()
    assert api(dr_cho).get(RELATIONS).json() == []
    assert [row["ended_by"] for row in api(ada).get(RELATIONS).json()] == ["patient"]


def test_who_acts_for_the_patient_withdraws_it_too(
    api: Api, ben: User, ada: User, relation: CareRelation, now: datetime
) -> None:
    assert end(api(ben), relation).status_code == 404
    Guardian.objects.create(user=ben, patient=ada.patient, created_at=now)

    assert end(api(ben), relation).json()["ended_by"] == "patient"


def test_repeated_it_changes_nothing(
    api: Api, ada: User, eve: User, relation: CareRelation
) -> None:
    first = end(api(ada), relation).json()

    assert end(api(ada), relation).json() == first
    assert end(api(eve), relation, reason="Encore").json() == first


def test_a_doctor_ends_nothing(
    api: Api, dr_cho: User, dr_diaz: User, relation: CareRelation
) -> None:
    assert end(api(dr_cho), relation).status_code == 403
    assert end(api(dr_diaz), relation).status_code == 404
    relation.refresh_from_db()
    assert not relation.is_closed


@pytest.mark.parametrize("closer", ["ada", "eve"])
def test_the_doctor_hears_of_it_in_neutral_words(
    closer: str, api: Api, ada: User, eve: User, dr_cho: User, relation: CareRelation
) -> None:
    end(api({"ada": ada, "eve": eve}[closer]), relation, reason="Secret")
    outbox.relay(now=timezone.now() + timedelta(minutes=1))

    [told] = map(dict, Notification.objects.values())
    assert (told["recipient_id"], told["kind"]) == (dr_cho.pk, "care_closed")
    with translation.override("en"):
        assert notification_shape(told)["text"] == (
            "The record of Ada Martin is no longer open to you. "
            "Appointments stay, with the patient's name and how to reach them."
        )


def test_what_ended_by_itself_is_said(api: Api, eve: User, relation: CareRelation) -> None:
    ended_at = timezone.now().replace(microsecond=0)
    CareRelation.objects.update(ended_at=ended_at)

    [row] = api(eve).get(RELATIONS).json()
    assert (row["ended_at"], row["ended_by"]) == (iso_utc(ended_at), "system")
