"""Two records of one person become one: everything moves, nothing is held twice."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.transitions import apply_transition
from clinic.audit.models import AuditEntry
from clinic.care.models import CareRelation, EmergencyAccess
from clinic.care.policies import Closer
from clinic.care.services.relations import end_relation
from clinic.deliveries.models import Delivery
from clinic.outbox import services as outbox
from clinic.patients.models import FormerRecord, Guardian, Patient, PatientCode
from clinic.patients.services.dependants import Person
from clinic.patients.services.merging import merge_patients
from clinic.patients.services.records import create_patient, make_code
from clinic.slots.models import Hold, Slot
from clinic.slots.services.capacity import hold_slot
from clinic.slots.tests.factories import slot_at
from clinic.slots.tests.racing import race
from clinic.users.models import User

Api = Callable[[User | None], APIClient]
A_DAY = timedelta(days=1)
ADA = Person("Ada", "Martin", date(1990, 11, 24))
pytestmark = pytest.mark.both_databases


@pytest.fixture
def no_relay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a story end with the commit."""
    monkeypatch.setattr(outbox.bell, "_answer", None)


@pytest.fixture
def walk_in(dr_cho: User) -> Patient:
    """Ada, whom the practice wrote down again when she phoned."""
    person = Person(
        "Adah", "Martin", date(1990, 11, 24), phone="06 12 34 56 78", email="a@b.example"
    )
    # The database's clock says for how long that counts.
    return create_patient(by=dr_cho, person=person, today=timezone.localdate())


def merge(client: APIClient, kept: Patient, other: Patient, **fields: str) -> Any:
    body: dict[str, Any] = {"other": other.pk, **({"fields": fields} if fields else {})}
    return client.post(f"/api/patients/{kept.pk}/merge/", body)


def booked(by: User, slot: Slot, now: datetime, patient: Patient) -> Appointment:
    return book_slot(by=by, slot_id=slot.pk, wish=Wish(), now=now, patient_id=patient.pk)


@pytest.mark.django_db
def test_everything_of_the_other_record_moves(
    api: Api,
    ada: User,
    ben: User,
    dr_cho: User,
    dr_diaz: User,
    eve: User,
    walk_in: Patient,
    now: datetime,
) -> None:
    kept = ada.patient
    booked(ada, slot_at(dr_cho.doctor, now + 2 * A_DAY), now, kept)
    moved = booked(dr_cho, slot_at(dr_cho.doctor, now + 3 * A_DAY), now, walk_in)
    booked(eve, slot_at(dr_diaz.doctor, now + 4 * A_DAY), now, walk_in)
    held = slot_at(dr_cho.doctor, now + 5 * A_DAY)
    hold_slot(slot_id=held.pk, patient=walk_in, now=now, minutes=5)
    EmergencyAccess.objects.create(
        doctor=dr_diaz.doctor, patient=walk_in, reason="x", opened_at=now, ends_at=now + A_DAY
    )
    make_code(by=dr_cho, patient=walk_in, now=now)
    Guardian.objects.create(user=ben, patient=walk_in, created_at=now)

    answer = merge(api(eve), kept, walk_in)

    assert answer.status_code == 200, answer.content
    shown = answer.json()
    assert shown["counts"] == {"appointments": 3, "relations": 2, "guardians": 0}
    assert (shown["first_name"], shown["phone"]) == ("Ada", "+33612345678")
    assert (shown["birth_date"], shown["account"]) == ("1990-11-24", "ada@example.org")
    assert not Patient.objects.filter(pk=walk_in.pk).exists()
    assert {row.patient_id for row in Appointment.objects.all()} == {kept.pk}
    scopes = CareRelation.objects.order_by("doctor").values_list("doctor", "scope")
    assert dict(scopes) == {dr_cho.doctor.pk: "contact", dr_diaz.doctor.pk: "record"}
    # Whoever acts for a record without an account does not come to act for Ada.
    assert not Guardian.objects.exists()
    assert Hold.objects.get().patient == kept
    assert EmergencyAccess.objects.get().patient == kept
    assert not PatientCode.objects.exists()
    held.refresh_from_db()
    assert held.booked == 1
    assert api(ada).get(f"/api/appointments/{moved.pk}/").status_code == 200
    [entry] = AuditEntry.objects.filter(route="patient-merge")
    assert (entry.action, entry.patients) == ("write", sorted([kept.pk, walk_in.pk]))


@pytest.mark.django_db
def test_who_opened_either_record_is_shown_after_two_merges_too(
    api: Api, ada: User, dr_cho: User, eve: User, walk_in: Patient
) -> None:
    person = Person("Ada", "Martyn", date(1990, 11, 24))
    third = create_patient(by=dr_cho, person=person, today=timezone.localdate())
    for patient in (walk_in, third):
        assert api(dr_cho).get(f"/api/patients/{patient.pk}/").status_code == 200
    before = list(AuditEntry.objects.order_by("pk").values())

    assert merge(api(eve), third, walk_in).status_code == 200
    assert merge(api(eve), ada.patient, third).status_code == 200

    rows = api(ada).get("/api/patients/me/accesses/").json()
    seen = [(row["who"], row["action"]) for row in rows]
    assert seen == [("La clinique", "write")] * 2 + [(dr_cho.doctor.name, "read")] * 2
    assert len(api(eve).get(f"/api/audit/?patient={ada.patient.pk}").json()) == 4
    assert list(AuditEntry.objects.order_by("pk").values())[: len(before)] == before


@pytest.mark.django_db
def test_merges_of_before_are_read_from_the_journal(
    api: Api, ada: User, dr_cho: User, eve: User, walk_in: Patient
) -> None:
    person = Person("Ada", "Martyn", date(1990, 11, 24))
    third = create_patient(by=dr_cho, person=person, today=timezone.localdate())
    merge(api(eve), third, walk_in)
    merge(api(eve), ada.patient, third)
    known = sorted(FormerRecord.objects.values_list("patient", "former_id"))
    FormerRecord.objects.all().delete()

    import_module("clinic.patients.migrations.0007_former_records").remember(apps, None)

    assert sorted(FormerRecord.objects.values_list("patient", "former_id")) == known


@pytest.mark.django_db
def test_guardians_stay_with_a_child_written_down_twice(
    api: Api, ada: User, ben: User, dr_cho: User, eve: User, walk_in: Patient, now: datetime
) -> None:
    twin = create_patient(
        by=dr_cho, person=Person("Ada", "Martin", date(1990, 11, 24)), today=now.date()
    )
    Guardian.objects.create(user=ada, patient=twin, created_at=now)
    Guardian.objects.create(user=ada, patient=walk_in, created_at=now)
    Guardian.objects.create(user=ben, patient=walk_in, created_at=now)

    assert merge(api(eve), twin, walk_in).status_code == 200

    acting = Guardian.objects.order_by("pk").values_list("user", "patient")
    assert list(acting) == [(ada.pk, twin.pk), (ben.pk, twin.pk)]


@pytest.mark.django_db
def test_what_is_still_to_be_mailed_goes_to_the_kept_record(
    api: Api, dr_cho: User, eve: User, walk_in: Patient, now: datetime
) -> None:
    twin = create_patient(
        by=dr_cho, person=Person("Ada", "Martin", date(1990, 11, 24)), today=now.date()
    )
    booked(dr_cho, slot_at(dr_cho.doctor, now + 3 * A_DAY), now, walk_in)
    outbox.relay(now=now + A_DAY)
    mails = Delivery.objects.filter(recipient_kind="patient").values_list("recipient_id", flat=True)
    assert set(mails) == {walk_in.pk}

    assert merge(api(eve), twin, walk_in).status_code == 200

    assert set(mails.all()) == {twin.pk}


@pytest.mark.django_db
def test_admins_choose_what_is_taken(api: Api, ada: User, eve: User, walk_in: Patient) -> None:
    side = api(eve).get(f"/api/patients/{ada.patient.pk}/merge/?other={walk_in.pk}").json()
    assert side["differing"] == ["first_name"]
    assert (side["kept"]["first_name"], side["other"]["first_name"]) == ("Ada", "Adah")
    assert (side["kept"]["account"], side["other"]["account"]) == ("ada@example.org", None)
    assert side["overlaps"] == []
    assert merge(api(eve), ada.patient, walk_in, status="other").status_code == 400
    assert merge(api(eve), ada.patient, walk_in, first_name="both").status_code == 400

    assert merge(api(eve), ada.patient, walk_in, first_name="other").status_code == 200
    ada.patient.refresh_from_db()
    assert (ada.patient.first_name, ada.patient.search_text) == ("Adah", "adah martin")


@pytest.mark.django_db
def test_the_account_goes_along(api: Api, ada: User, eve: User, walk_in: Patient) -> None:
    assert merge(api(eve), walk_in, ada.patient).status_code == 200

    assert Patient.objects.get(user=ada) == walk_in
    assert api(User.objects.get(pk=ada.pk)).get("/api/patients/me/").json()["id"] == walk_in.pk


@pytest.mark.django_db
def test_two_accounts_are_not_one_person_yet(api: Api, ada: User, ben: User, eve: User) -> None:
    refused = merge(api(eve), ada.patient, ben.patient)
    assert (refused.status_code, refused.json()["code"]) == (409, "both_have_accounts")
    User.objects.filter(pk=ben.pk).update(is_active=False)

    assert merge(api(eve), ada.patient, ben.patient).status_code == 200
    assert Patient.objects.get(user=ada) == ada.patient
    assert not Patient.objects.filter(user=ben).exists()


@pytest.mark.django_db
def test_overlapping_appointments_are_settled_first(
    api: Api, ada: User, dr_cho: User, dr_diaz: User, eve: User, walk_in: Patient, now: datetime
) -> None:
    mine = booked(ada, slot_at(dr_cho.doctor, now + 2 * A_DAY), now, ada.patient)
    theirs = booked(eve, slot_at(dr_diaz.doctor, now + 2 * A_DAY), now, walk_in)
    side = api(eve).get(f"/api/patients/{ada.patient.pk}/merge/?other={walk_in.pk}").json()
    [pair] = side["overlaps"]
    assert (pair["kept"]["id"], pair["other"]["id"]) == (mine.pk, theirs.pk)

    refused = merge(api(eve), ada.patient, walk_in)
    assert (refused.status_code, refused.json()["code"]) == (409, "overlap")
    assert [one["other"]["id"] for one in refused.json()["details"]["overlaps"]] == [theirs.pk]
    assert Patient.objects.filter(pk=walk_in.pk).exists()

    api(eve).post(f"/api/appointments/{theirs.pk}/cancel/")
    assert merge(api(eve), ada.patient, walk_in).status_code == 200


@pytest.mark.django_db
def test_of_two_relations_one_that_was_closed_stays_closed(
    api: Api, ada: User, dr_cho: User, eve: User, walk_in: Patient, now: datetime
) -> None:
    booked(eve, slot_at(dr_cho.doctor, now + 2 * A_DAY), now, ada.patient)
    booked(eve, slot_at(dr_cho.doctor, now + 3 * A_DAY), now, walk_in)
    api(ada).post(f"/api/care/relations/{CareRelation.objects.get(patient=ada.patient).pk}/end/")
    assert merge(api(eve), ada.patient, walk_in).status_code == 200

    relation = CareRelation.objects.get()
    assert (relation.scope, relation.is_closed, relation.closed_by) == ("contact", True, "patient")


@pytest.mark.django_db
def test_what_was_agreed_before_a_merge_reopens_nothing(
    api: Api, ada: User, dr_cho: User, eve: User, walk_in: Patient, now: datetime
) -> None:
    first = booked(ada, slot_at(dr_cho.doctor, now + 2 * A_DAY), now, ada.patient)
    relation = CareRelation.objects.get()
    end_relation(relation=relation, by=Closer.PATIENT, now=now)
    apply_transition(by=ada, appointment_id=first.pk, transition=Transition.CANCEL, now=now)
    later = now + timedelta(hours=1)
    booked(eve, slot_at(dr_cho.doctor, now + 3 * A_DAY), later, walk_in)
    merge_patients(
        kept_id=ada.patient.pk, other_id=walk_in.pk, fields={}, now=later + timedelta(hours=1)
    )

    latest = later + timedelta(hours=2)
    own = booked(dr_cho, slot_at(dr_cho.doctor, now + 4 * A_DAY), latest, ada.patient)
    apply_transition(by=dr_cho, appointment_id=own.pk, transition=Transition.CANCEL, now=latest)

    assert CareRelation.objects.get().scope == "contact"


@pytest.mark.django_db
def test_of_two_holds_the_kept_one_stays(
    api: Api, ada: User, dr_cho: User, eve: User, walk_in: Patient, now: datetime
) -> None:
    slots = [slot_at(dr_cho.doctor, now + days * A_DAY) for days in (2, 3)]
    for slot, patient in zip(slots, (ada.patient, walk_in), strict=True):
        hold_slot(slot_id=slot.pk, patient=patient, now=now, minutes=5)
    assert merge(api(eve), ada.patient, walk_in).status_code == 200

    assert Hold.objects.get().slot == slots[0]
    assert [Slot.objects.get(pk=slot.pk).booked for slot in slots] == [1, 0]


@pytest.mark.django_db
def test_a_record_is_not_merged_with_itself_or_nobody(api: Api, ada: User, eve: User) -> None:
    assert merge(api(eve), ada.patient, ada.patient).status_code == 400
    assert (
        api(eve).post(f"/api/patients/{ada.patient.pk}/merge/", {"other": 999}).status_code == 404
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_relay")
def test_two_merges_at_once_leave_one_record(
    ada: User, dr_cho: User, eve: User, walk_in: Patient, now: datetime
) -> None:
    booked(eve, slot_at(dr_cho.doctor, now + 2 * A_DAY), now, walk_in)
    pair = (ada.patient.pk, walk_in.pk)
    merging = [
        partial(merge_patients, kept_id=kept, other_id=other, fields={}, now=now)
        for kept, other in (pair, pair[::-1])
    ]
    results = race(merging)

    lost = [one for one in results if isinstance(one, Exception)]
    assert [type(one) for one in lost] == [Patient.DoesNotExist]
    left = Patient.objects.get()
    assert left.user == ada
    assert Appointment.objects.get().patient == left


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_relay")
def test_a_booking_during_a_merge_is_kept_or_refused(
    ada: User, dr_cho: User, eve: User, walk_in: Patient, now: datetime
) -> None:
    slot = slot_at(dr_cho.doctor, now + 2 * A_DAY)
    merging = partial(
        merge_patients, kept_id=ada.patient.pk, other_id=walk_in.pk, fields={}, now=now
    )
    booking = partial(booked, eve, slot, now, walk_in)
    rivals: list[Callable[[], object]] = [merging, booking]
    merged, made = race(rivals)

    assert merged == ada.patient
    slot.refresh_from_db()
    if isinstance(made, Exception):
        assert type(made) is Patient.DoesNotExist
        assert (slot.booked, Appointment.objects.count()) == (0, 0)
    else:
        assert (slot.booked, Appointment.objects.get().patient) == (1, ada.patient)
