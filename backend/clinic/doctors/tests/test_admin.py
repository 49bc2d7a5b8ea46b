"""Doctors and specialties in Django's admin."""

from typing import Any

import pytest
from django.test import Client

from clinic.doctors.models import Doctor, Specialty
from clinic.outbox.models import Event
from clinic.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(eve: User) -> Client:
    """Eve's browser, signed in to Django's admin."""
    client = Client()
    client.force_login(eve, "clinic.users.backends.UsernameOrEmailBackend")
    return client


def form_of(doctor: Doctor, **changes: Any) -> dict[str, Any]:
    names = [
        "title",
        "first_name",
        "last_name",
        "phone",
        "address",
        "postal_code",
        "city",
        "time_zone",
        "min_notice_minutes",
        "cancel_notice_minutes",
        "horizon_days",
        "buffer_minutes",
    ]
    values = {name: getattr(doctor, name) for name in names}
    return values | {"specialty": doctor.specialty_id, "fee": "", "is_listed": "on"} | changes


def test_doctors_are_listed_and_searched(desk: Client, dr_cho: User, dr_new: User) -> None:
    page = desk.get("/admin/doctors/doctor/?q=neuve&user__is_approved__exact=0").content.decode()

    assert "Dr. Nina Neuve" in page
    assert "Dr. Claire Cho" not in page


def test_a_change_goes_through_the_service(desk: Client, dr_cho: User) -> None:
    doctor = dr_cho.doctor
    path = f"/admin/doctors/doctor/{doctor.pk}/change/"

    response = desk.post(
        path, form_of(doctor, city="Évry", horizon_days=10, phone="0612345678", user=1)
    )

    assert response.status_code == 302
    doctor.refresh_from_db()
    assert (doctor.user, doctor.phone) == (dr_cho, "+33612345678")
    assert doctor.search_text == "claire cho evry cardiologie cardiology"
    assert Event.objects.get().topic == "calendar.rules_changed"


def test_a_refusal_is_shown_beside_its_field(desk: Client, dr_cho: User) -> None:
    path = f"/admin/doctors/doctor/{dr_cho.doctor.pk}/change/"

    page = desk.post(path, form_of(dr_cho.doctor, time_zone="Mars", phone="+33612345678"))
    number = desk.post(path, form_of(dr_cho.doctor, phone="12"))

    assert "Fuseau horaire inconnu" in page.content.decode()
    assert "Ce n’est pas un numéro de téléphone" in number.content.decode()
    assert Doctor.objects.get().time_zone == "Europe/Paris"


def test_doctors_are_neither_added_nor_deleted_here(desk: Client, dr_cho: User) -> None:
    path = f"/admin/doctors/doctor/{dr_cho.doctor.pk}"

    assert desk.get("/admin/doctors/doctor/add/").status_code == 403
    assert desk.post(f"{path}/delete/", {"post": "yes"}).status_code == 403


def test_specialties_are_added_and_renamed(
    desk: Client, specialty: Specialty, dr_cho: User
) -> None:
    added = desk.post("/admin/doctors/specialty/add/", {"name": "Pédiatrie", "slug": "pediatrie"})
    renamed = desk.post(
        f"/admin/doctors/specialty/{specialty.pk}/change/",
        {"name": "Cœur", "name_en": "Heart", "slug": "coeur"},
    )

    assert (added.status_code, renamed.status_code) == (302, 302)
    assert Specialty.objects.filter(slug="pediatrie").exists()
    assert "heart" in Doctor.objects.get().search_text
    assert desk.get("/admin/doctors/specialty/?q=heart").status_code == 200
