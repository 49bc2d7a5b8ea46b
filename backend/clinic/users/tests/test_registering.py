"""Registration: R3 §1.1 and R4."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from clinic.common import errors
from clinic.doctors.models import Doctor, Specialty
from clinic.outbox.models import Event
from clinic.patients.models import Patient
from clinic.users.models import User
from clinic.users.profiles import Particulars
from clinic.users.roles import Role
from clinic.users.services.registering import register_account
from clinic.users.tests.signing import registration

pytestmark = pytest.mark.django_db

Api = Callable[[User | None], APIClient]


def test_a_patient_registers_as_documented_and_is_approved_at_once(api: Api) -> None:
    response = api(None).post("/api/users/register/", registration())

    user = User.objects.get()
    assert response.status_code == 201
    body = response.json()
    assert body["message"] == "Utilisateur créé avec succès"
    assert body["user"] == {
        "id": user.pk,
        "username": "john_doe",
        "email": "john@example.com",
        "role": "PATIENT",
        "is_approved": True,
        "is_active": True,
        "is_email_verified": False,
        "language": "fr",
        "phone": "",
        "phone_number": "",
        "bio": "",
        "display_name": "john_doe",
        "first_name": "",
        "last_name": "",
        "profile_id": Patient.objects.get().pk,
        "picture": None,
        "profile_picture": None,
        "time_zone": None,
        "date_joined": body["user"]["date_joined"],
    }
    assert list(Event.objects.values_list("topic", "payload")) == [
        ("user.registered", {"user_id": user.pk})
    ]


def test_r4_registers_at_the_list_of_users_too(api: Api) -> None:
    response = api(None).post("/api/users/", registration())

    assert response.status_code == 201
    assert response.json()["user"]["username"] == "john_doe"


def test_the_message_is_in_the_callers_language(api: Api) -> None:
    response = api(None).post(
        "/api/users/register/", registration(), headers={"Accept-Language": "en"}
    )

    assert response.json()["message"] == "User created successfully"
    assert User.objects.get().language == "en"


def test_without_auto_approval_patients_wait(api: Api, settings: Any) -> None:
    settings.AUTO_APPROVE_PATIENTS = False

    response = api(None).post("/api/users/register/", registration())

    assert response.json()["user"]["is_approved"] is False


@pytest.mark.parametrize("role", ["DOCTOR", "ADMIN"])
def test_asking_for_a_role_grants_nothing(api: Api, role: str) -> None:
    api(None).post(
        "/api/users/register/",
        registration(role=role, is_approved=True, is_staff=True, is_superuser=True),
    )

    user = User.objects.get()
    assert (user.role, user.is_approved) == (role, False)
    assert (user.is_staff, user.is_superuser) == (False, False)
    assert api(user).get("/api/users/").json()["code"] == "not_approved"


def test_a_doctor_gets_a_profile_with_specialty_and_number(
    api: Api, specialty: Specialty, settings: Any
) -> None:
    settings.CLINIC_TIME_ZONE = "Africa/Tunis"
    body = registration(
        role="DOCTOR",
        first_name="Ahmed",
        last_name="Ben Ali",
        specialty="cardiologie",
        phone="06 12 34 56 78",
        username="",
    )

    response = api(None).post("/api/users/register/", body)

    doctor = Doctor.objects.get()
    assert response.json()["user"]["username"] == "john@example.com"
    assert response.json()["user"]["display_name"] == "Dr. Ahmed Ben Ali"
    assert response.json()["user"]["profile_id"] == doctor.pk
    assert doctor.specialty == specialty
    assert doctor.phone == "+33612345678"
    assert doctor.time_zone == "Africa/Tunis"
    assert doctor.cancel_notice_minutes == 0
    assert doctor.search_text == "ahmed ben ali cardiologie cardiology"


def test_a_doctor_without_a_name_is_not_shown_by_their_email(api: Api) -> None:
    api(None).post("/api/users/register/", registration(role="DOCTOR", username=""))

    assert Doctor.objects.get().name == "Dr. john"


def test_a_patient_tells_name_and_birth_date(api: Api) -> None:
    body = registration(first_name="John", last_name="Doe", birth_date="1990-02-28")

    api(None).post("/api/users/register/", body)

    patient = Patient.objects.get()
    assert (patient.name, patient.birth_date) == ("John Doe", date(1990, 2, 28))


def test_an_admin_has_no_profile(api: Api) -> None:
    response = api(None).post("/api/users/register/", registration(role="ADMIN"))

    assert response.json()["user"]["profile_id"] is None
    assert response.json()["user"]["display_name"] == "john_doe"


def test_the_email_is_kept_in_lower_case(api: Api) -> None:
    api(None).post("/api/users/register/", registration(email=" John@Example.COM "))

    assert User.objects.get().email == "john@example.com"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "ADA@example.org"}, "email"),
        ({"email": "ADA@example.org", "username": ""}, "email"),
        ({"username": "ADA"}, "username"),
        ({"username": "someone@else.org"}, "username"),
        ({"username": "a b"}, "username"),
        # The second letter is Cyrillic.
        ({"username": "d\N{CYRILLIC SMALL LETTER O}ctor"}, "username"),
        ({"email": "no address"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "john_doe1"}, "password"),
        ({"password": "x" * 129}, "password"),
        ({"role": "OWNER"}, "role"),
        ({"phone": "12"}, "phone"),
        ({"birth_date": "2999-01-01"}, "birth_date"),
        ({"birth_date": "1800-01-01"}, "birth_date"),
        ({"role": "DOCTOR", "specialty": "unknown"}, "specialty"),
        ({"language": "de"}, "language"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    api: Api, ada: User, changes: dict[str, Any], field: str
) -> None:
    response = api(None).post("/api/users/register/", registration(**changes))

    assert response.status_code == 400
    assert response.json()["code"] == "invalid"
    assert list(response.json()["details"]) == [field]
    assert User.objects.count() == 1
    assert Event.objects.count() == 0


def test_one_username_that_is_anothers_email_name_is_told_as_taken(api: Api, ada: User) -> None:
    ada.username = "new@example.org"
    ada.save(update_fields=["username"])

    response = api(None).post(
        "/api/users/register/", registration(email="new@example.org", username="")
    )

    assert list(response.json()["details"]) == ["email"]


@pytest.mark.both_databases
def test_the_service_opens_account_and_profile_in_one_transaction(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(errors.Invalid):
        register_account(
            email="a@example.org",
            password="une phrase de passe",
            role=Role.PATIENT,
            now=now,
            particulars=Particulars(phone="12"),
        )

    assert User.objects.count() == 0


@pytest.mark.both_databases
def test_particulars_may_be_missing(now: datetime) -> None:
    user = register_account(
        email="a@example.org", password="une phrase de passe", role=Role.PATIENT, now=now
    )

    assert user.date_joined == now
    assert Patient.objects.get(user=user).name == "a@example.org"


def test_the_command_line_makes_the_first_admin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "root")
    monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", "Root@Example.org")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "une phrase de passe")

    call_command("createsuperuser", interactive=False, verbosity=0)

    user = User.objects.get()
    assert (user.role, user.is_approved) == (Role.ADMIN, True)
    assert (user.is_staff, user.is_superuser) == (True, True)
    assert user.email == "root@example.org"
    assert user.check_password("une phrase de passe")
