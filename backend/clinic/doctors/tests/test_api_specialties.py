"""Specialties: anyone reads them, admins manage them (R0)."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from clinic.common import errors
from clinic.doctors.models import Doctor, Specialty
from clinic.doctors.services import specialties
from clinic.users.models import User

pytestmark = pytest.mark.django_db

Api = Callable[[User | None], APIClient]


def test_anyone_reads_them_in_their_language_by_name(
    api: Api, specialty: Specialty, django_assert_num_queries: Callable[[int], Any]
) -> None:
    Specialty.objects.create(slug="allergologie", name="Allergologie")

    with django_assert_num_queries(1):
        french = api(None).get("/api/specialties/").json()
    english = api(None).get("/api/specialties/", headers={"Accept-Language": "en"}).json()

    assert [one["name"] for one in french] == ["Allergologie", "Cardiologie"]
    assert french[1] == {"id": specialty.pk, "slug": "cardiologie", "name": "Cardiologie"}
    assert [one["name"] for one in english] == ["Allergologie", "Cardiology"]


def test_an_admin_adds_one_and_the_slug_comes_from_its_name(api: Api, eve: User) -> None:
    response = api(eve).post("/api/specialties/", {"name": "Médecine générale"})

    row = Specialty.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "id": row.pk,
        "slug": "medecine-generale",
        "name": "Médecine générale",
        "name_en": "",
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "CARDIOLOGIE"}, "name"),
        ({"name": "Cardio", "slug": "cardiologie"}, "slug"),
        ({"name": "Cardio", "slug": "not a slug"}, "slug"),
        ({"name": "心臓"}, "slug"),
        ({"name": ""}, "name"),
        ({}, "name"),
    ],
)
def test_twins_and_empty_names_are_refused(
    api: Api, eve: User, specialty: Specialty, body: dict[str, str], field: str
) -> None:
    response = api(eve).post("/api/specialties/", body)

    assert response.status_code == 400
    assert field in response.json()["details"]
    assert Specialty.objects.count() == 1


def test_a_renamed_specialty_finds_its_doctors_by_the_new_name(
    api: Api, eve: User, dr_cho: User, specialty: Specialty
) -> None:
    other = Doctor.objects.create(user=eve, last_name="Other", search_text="other")

    response = api(eve).patch(
        f"/api/specialties/{specialty.pk}/", {"name": "Cœur", "name_en": "Heart", "slug": "coeur"}
    )

    assert response.status_code == 200
    assert api(eve).get(f"/api/specialties/{specialty.pk}/").json() == response.json()
    found = api(eve).get("/api/doctors/?q=heart").json()
    assert [one["name"] for one in found] == ["Dr. Claire Cho"]
    assert api(eve).get("/api/doctors/?q=cardio").json() == []
    other.refresh_from_db()
    assert other.search_text == "other"


def test_the_same_name_again_is_no_twin(api: Api, eve: User, specialty: Specialty) -> None:
    response = api(eve).patch(f"/api/specialties/{specialty.pk}/", {"name": "Cardiologie"})

    assert response.status_code == 200
    assert response.json()["name_en"] == "Cardiology"


def test_two_admins_do_not_overwrite_each_other(api: Api, eve: User, specialty: Specialty) -> None:
    path = f"/api/specialties/{specialty.pk}/"
    tag = api(eve).get(path).headers["ETag"]
    api(eve).patch(path, {"name_en": "Heart"}, headers={"If-Match": tag})

    late = api(eve).patch(path, {"name_en": "Hearts"}, headers={"If-Match": tag})
    gone = api(eve).delete(path, headers={"If-Match": tag})

    assert (late.status_code, gone.status_code) == (412, 412)


def test_one_that_is_used_stays(api: Api, eve: User, dr_cho: User, specialty: Specialty) -> None:
    response = api(eve).delete(f"/api/specialties/{specialty.pk}/")

    assert (response.status_code, response.json()["code"]) == (409, "specialty_in_use")
    assert Specialty.objects.count() == 1


def test_one_that_nothing_names_goes(api: Api, eve: User, specialty: Specialty) -> None:
    assert api(eve).delete(f"/api/specialties/{specialty.pk}/").status_code == 204
    assert Specialty.objects.count() == 0


def test_only_admins_manage_them(api: Api, ada: User, dr_cho: User, specialty: Specialty) -> None:
    for user in (ada, dr_cho):
        assert api(user).post("/api/specialties/", {"name": "X"}).status_code == 403
        path = f"/api/specialties/{specialty.pk}/"
        statuses = [api(user).get(path), api(user).patch(path, {}), api(user).delete(path)]
        assert [response.status_code for response in statuses] == [200, 403, 403]


def test_the_database_decides_between_two_who_add_the_same(
    specialty: Specialty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(specialties, "_refuse_twins", lambda _specialty: None)

    with pytest.raises(errors.Invalid):
        specialties.create_specialty(name="Cardiologie")
    with pytest.raises(errors.Invalid):
        specialties.change_specialty(
            specialty=Specialty.objects.create(slug="x", name="X"), slug="cardiologie"
        )
