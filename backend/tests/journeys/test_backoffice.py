"""Django's admin in the clinic's words and by its clock."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.admin import site
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from clinic.appointments.models import Appointment
from clinic.audit.models import AuditEntry
from clinic.care.models import EmergencyAccess
from clinic.slots.models import Hold
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User
from clinic.users.tests.signing import PASSWORD
from config.backoffice import paths_to_patients
from tests.access.world import build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(eve: User, client: Client) -> Client:
    client.force_login(eve)
    return client


def test_every_entry_of_the_menu_opens(admin: Client) -> None:
    page = admin.get("/admin/").content.decode()
    entries = sorted(set(re.findall(r'href="(/admin/\w+/\w+/)"', page)))

    assert len(entries) >= 12
    assert {path: admin.get(path).status_code for path in entries} == dict.fromkeys(entries, 200)
    assert "Comptes et approbations" in page


def test_times_are_the_clinics(
    admin: Client, dr_cho: User, settings: pytest.FixtureRequest
) -> None:
    settings.CLINIC_TIME_ZONE = "Europe/Paris"  # type: ignore[attr-defined]  # pytest-django's
    slot_at(dr_cho.doctor, datetime(2026, 12, 1, 9, 30, tzinfo=UTC))

    assert "1 décembre 2026 10:30" in admin.get("/admin/slots/slot/").content.decode()
    assert "T09:30:00Z" in admin.get("/api/directory/doctors/").content.decode()


def test_a_session_lasts_twelve_hours_whatever_is_done_meanwhile(eve: User) -> None:
    client = Client()
    statuses = []
    with time_machine.travel(datetime(2026, 12, 1, 8, tzinfo=UTC), tick=False) as clock:
        client.post("/admin/login/", {"username": "eve", "password": PASSWORD})
        for hour in range(13):
            # A session that changes is kept anew, with a new age.
            session = client.session
            session["note"] = hour
            session.save()
            statuses.append(client.get("/admin/").status_code)
            clock.shift(timedelta(hours=1))

    assert statuses == [200] * 12 + [302]


def test_what_admins_see_is_journalled(admin: Client, ada: User, eve: User) -> None:
    patient = ada.patient.pk
    for path in (
        "/admin/",
        "/admin/patients/patient/",
        f"/admin/patients/patient/{patient}/change/",
        "/admin/appointments/appointment/",
    ):
        assert admin.get(path).status_code == 200

    entries = AuditEntry.objects.filter(action="read").order_by("id")
    assert [(entry.actor, entry.subject, entry.route, entry.patients) for entry in entries] == [
        (eve, "Patient", "admin:patients_patient_changelist", [patient]),
        (eve, "Patient", "admin:patients_patient_change", [patient]),
    ]


def test_what_admins_change_is_journalled(admin: Client, ada: User) -> None:
    path = f"/admin/patients/patient/{ada.patient.pk}/change/"
    assert admin.post(path, {"status": "Inactif"}).status_code == 302

    assert [entry.action for entry in AuditEntry.objects.exclude(action="sign_in")] == ["write"]


def test_signing_in_there_is_journalled(eve: User) -> None:
    Client().post("/admin/login/", {"username": "eve", "password": PASSWORD})

    [entry] = AuditEntry.objects.all()
    assert (entry.actor, entry.action, entry.route) == (eve, "sign_in", "admin:login")


def test_every_model_that_leads_to_a_patient_says_whose_data_it_is() -> None:
    """Found by the models themselves: a new one with a patient appears here."""
    clinics = [model for model in apps.get_models() if model.__module__.startswith("clinic.")]
    found = {model.__name__: paths_to_patients(model) for model in clinics}

    assert {name: paths for name, paths in found.items() if paths} == {
        "Appointment": ["patient__pk"],
        "AppointmentEvent": ["appointment__patient__pk"],
        "CareRelation": ["patient__pk"],
        "EmergencyAccess": ["patient__pk"],
        "FormerRecord": ["patient__pk"],
        "Guardian": ["patient__pk"],
        "Hold": ["patient__pk"],
        "Patient": ["pk"],
        "PatientCode": ["patient__pk"],
        "PatientLookup": ["patient__pk"],
        "RescheduleProposal": ["appointment__patient__pk"],
        "User": ["patient"],
    }


@pytest.fixture
def rows(
    ada: User, ben: User, dr_cho: User, dr_diaz: User, eve: User, dr_new: User, now: datetime
) -> None:
    """Rows of every model of the menu that leads to a patient."""
    build_world({user.username: user for user in (ada, ben, dr_cho, dr_diaz, eve, dr_new)})
    EmergencyAccess.objects.create(
        doctor=dr_cho.doctor,
        patient=ada.patient,
        reason="Fall",
        opened_at=now,
        ends_at=now + timedelta(hours=1),
    )
    slot = slot_at(dr_diaz.doctor, now + timedelta(days=30))
    Hold.objects.get_or_create(patient=ada.patient, defaults={"slot": slot, "expires_at": now})


MODELS = [model for model in site._registry if paths_to_patients(model)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_whoever_opens_a_patients_row_is_shown_to_the_patient(
    model: type[Model], rows: None, admin: Client, ada: User
) -> None:
    lookup = paths_to_patients(model)[0]
    row = model._base_manager.filter(**{lookup: ada.patient.pk}).earliest("pk")
    pages = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    before = AuditEntry.objects.latest("id").pk if AuditEntry.objects.exists() else 0

    for path in (pages, f"{pages}{row.pk}/change/"):
        assert admin.get(path).status_code == 200

    listed, opened = AuditEntry.objects.filter(pk__gt=before).order_by("id")
    assert ada.patient.pk in listed.patients
    assert (opened.objects_seen, opened.patients) == ([row.pk], [ada.patient.pk])
    assert opened in AuditEntry.objects.about_patient(ada.patient.pk)


def test_an_action_on_chosen_rows_is_journalled(rows: None, admin: Client, ada: User) -> None:
    chosen = list(Appointment.objects.filter(patient=ada.patient).values_list("pk", flat=True))
    body = {"action": "cancel_appointments", "_selected_action": chosen}
    assert admin.post("/admin/appointments/appointment/", body).status_code == 302

    entry = AuditEntry.objects.latest("id")
    assert (entry.action, entry.subject) == ("write", "Appointment")
    assert (entry.objects_seen, entry.patients) == (sorted(chosen), [ada.patient.pk])


def test_a_row_that_no_key_can_name_is_nobodys(admin: Client) -> None:
    path = f"/admin/patients/patient/{'9' * 30}/change/"

    assert (admin.get(path).status_code, admin.post(path).status_code) == (302, 302)
