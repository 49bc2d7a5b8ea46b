"""Doctors: R1 "API de Contact Professionnel", and a doctor's own profile."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from rest_framework.test import APIClient

from clinic.doctors.models import Doctor, Specialty
from clinic.outbox.models import Event
from clinic.users.models import User

pytestmark = pytest.mark.django_db

Api = Callable[[User | None], APIClient]


def test_r1_lists_the_doctors_by_name_in_constant_queries(
    api: Api,
    ada: User,
    dr_diaz: User,
    dr_cho: User,
    dr_new: User,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    client = api(ada)
    with django_assert_num_queries(2):
        response = client.get("/api/doctors/")

    assert response.status_code == 200
    assert response.json() == [
        {
            "id": user.doctor.pk,
            "name": f"Dr. {first_name} {last_name}",
            "first_name": first_name,
            "last_name": last_name,
            "email": user.email,
            "speciality": "Cardiologie",
            "specialty": "cardiologie",
            "phone": "",
            "city": "Lyon",
        }
        for user, first_name, last_name in (
            (dr_cho, "Claire", "Cho"),
            (dr_diaz, "Diego", "Diaz"),
        )
    ]
    assert api(ada).get(f"/api/doctors/{dr_cho.doctor.pk}/").json() == response.json()[0]


def test_r1_the_professional_email_may_be_another_than_the_accounts(
    api: Api, ada: User, dr_cho: User
) -> None:
    def shown() -> tuple[str, str]:
        listed = api(ada).get("/api/doctors/").json()[0]["email"]
        return listed, api(dr_cho).get("/api/doctors/me/").json()["email"]

    def change(email: str) -> int:
        return api(dr_cho).patch("/api/doctors/me/", {"email": email}).status_code

    assert change("cabinet@example.org") == 200
    assert shown() == ("cabinet@example.org", "cabinet@example.org")
    assert change("no address") == 400
    assert change("") == 200
    assert shown() == (dr_cho.email, dr_cho.email)
    # What the form shows comes back unchanged: it still follows the account.
    assert change("DR_CHO@example.org") == 200
    User.objects.filter(pk=dr_cho.pk).update(email="new@example.org")
    assert shown() == ("new@example.org", "new@example.org")


def test_the_specialty_is_named_in_the_readers_language(api: Api, ada: User, dr_cho: User) -> None:
    response = api(ada).get("/api/doctors/", headers={"Accept-Language": "en"})

    assert response.json()[0]["speciality"] == "Cardiology"


def test_a_doctor_without_specialty_is_listed(api: Api, ada: User, dr_cho: User) -> None:
    Doctor.objects.update(specialty=None)

    row = api(ada).get("/api/doctors/").json()[0]
    assert (row["speciality"], row["specialty"]) == ("", None)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=CLAIRE lyon", ["Cho"]),
        ("q=cho paris", []),
        ("specialty=cardiologie", ["Cho", "Diaz"]),
        ("specialty=other", []),
    ],
)
def test_the_list_is_searched(
    api: Api, ada: User, dr_cho: User, dr_diaz: User, query: str, names: list[str]
) -> None:
    response = api(ada).get(f"/api/doctors/?{query}")

    assert [one["last_name"] for one in response.json()] == names


def test_who_waits_is_seen_by_themself_and_by_admins(
    api: Api, ada: User, eve: User, dr_new: User, dr_cho: User
) -> None:
    path = f"/api/doctors/{dr_new.doctor.pk}/"

    statuses = [api(who).get(path).status_code for who in (None, ada, dr_cho, eve, dr_new)]

    assert statuses == [401, 404, 404, 200, 403]
    assert list(Doctor.objects.visible_to(dr_new)) == [dr_new.doctor]
    assert list(Doctor.objects.visible_to(AnonymousUser())) == []
    ada.is_active = False
    assert list(Doctor.objects.visible_to(ada)) == []


def test_only_listed_approved_active_doctors_are_bookable(
    dr_cho: User, dr_diaz: User, dr_new: User
) -> None:
    assert list(Doctor.objects.bookable().order_by("pk")) == [dr_cho.doctor, dr_diaz.doctor]
    User.objects.filter(pk=dr_cho.pk).update(is_active=False)
    Doctor.objects.filter(user=dr_diaz).update(is_listed=False)
    assert list(Doctor.objects.bookable()) == []


def test_a_doctor_reads_their_profile(api: Api, dr_cho: User) -> None:
    assert api(dr_cho).get("/api/doctors/me/").json() == {
        "id": dr_cho.doctor.pk,
        "first_name": "Claire",
        "last_name": "Cho",
        "name": "Dr. Claire Cho",
        "title": "Dr.",
        "specialty": "cardiologie",
        "specialty_name": "Cardiologie",
        "phone": "",
        "email": "dr_cho@example.org",
        "address": "",
        "city": "Lyon",
        "postal_code": "",
        "languages": ["fr"],
        "fee": None,
        "currency": "EUR",
        "bio": "",
        "picture": None,
        "time_zone": "Europe/Paris",
        "modes": ["presentiel"],
        "auto_confirm": False,
        "min_notice_minutes": 60,
        "cancel_notice_minutes": 1440,
        "horizon_days": 84,
        "buffer_minutes": 0,
        "is_listed": True,
    }


def test_a_doctor_who_waits_reads_but_does_not_change(api: Api, dr_new: User) -> None:
    assert api(dr_new).get("/api/doctors/me/").status_code == 200
    response = api(dr_new).patch("/api/doctors/me/", {"city": "Nice"})
    assert (response.status_code, response.json()["code"]) == (403, "not_approved")


def test_others_have_no_doctors_profile(api: Api, ada: User, eve: User) -> None:
    for who, status in ((None, 401), (ada, 403), (eve, 403)):
        assert api(who).get("/api/doctors/me/").status_code == status
        assert api(who).patch("/api/doctors/me/", {}).status_code == status


def test_a_doctor_changes_everything_that_is_theirs(api: Api, dr_cho: User) -> None:
    Specialty.objects.create(slug="pediatrie", name="Pédiatrie", name_en="Paediatrics")
    body = {
        "first_name": "Clara",
        "last_name": "Chô",
        "title": "Pr",
        "specialty": "pediatrie",
        "address": "1 rue de la Paix",
        "city": "Saint-Étienne",
        "postal_code": "42000",
        "languages": ["fr", "ar", "fr"],
        "fee": "50.00",
        "bio": "Pédiatre depuis 2001.",
        "time_zone": "Africa/Tunis",
        "modes": ["presentiel", "distanciel"],
        "auto_confirm": True,
        "min_notice_minutes": 120,
        "cancel_notice_minutes": 0,
        "horizon_days": 30,
        "buffer_minutes": 5,
        "is_listed": False,
    }

    response = api(dr_cho).patch("/api/doctors/me/", body | {"phone": "04 77 00 00 00"})

    assert response.status_code == 200
    answered = response.json()
    assert {name: answered[name] for name in body} == body | {"languages": ["fr", "ar"]}
    assert (answered["phone"], answered["name"]) == ("+33477000000", "Pr Clara Chô")
    assert api(dr_cho).get("/api/doctors/me/").json() == answered
    doctor = Doctor.objects.get()
    assert doctor.search_text == "clara cho saint etienne pediatrie paediatrics"
    assert doctor.language_codes == ",fr,ar,"


def test_what_is_not_a_doctors_own_to_change_stays(api: Api, dr_cho: User) -> None:
    before = Doctor.objects.values().get()

    response = api(dr_cho).patch(
        "/api/doctors/me/",
        {"id": 9, "name": "X", "user": 9, "search_text": "x", "currency": "USD", "picture": "x"},
    )

    assert response.status_code == 200
    assert Doctor.objects.values().get() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"languages": []}, "languages"),
        ({"languages": ["xx"]}, "languages"),
        ({"languages": ["français"]}, "languages"),
        ({"modes": []}, "modes"),
        ({"modes": ["both"]}, "modes"),
        ({"modes": "distanciel"}, "modes"),
        ({"specialty": "unknown"}, "specialty"),
        ({"fee": "-1"}, "fee"),
        ({"fee": "1.234"}, "fee"),
        ({"horizon_days": 0}, "horizon_days"),
        ({"horizon_days": 367}, "horizon_days"),
        ({"buffer_minutes": 241}, "buffer_minutes"),
        ({"min_notice_minutes": -1}, "min_notice_minutes"),
        ({"cancel_notice_minutes": 43201}, "cancel_notice_minutes"),
        ({"last_name": ""}, "last_name"),
    ],
)
def test_a_wrong_change_is_told_and_not_made(
    api: Api, dr_cho: User, body: dict[str, Any], field: str
) -> None:
    before = Doctor.objects.values().get()

    response = api(dr_cho).patch("/api/doctors/me/", body)

    assert response.status_code == 400
    assert list(response.json()["details"]) == [field]
    assert all(isinstance(text, str) for text in response.json()["details"][field])
    assert Doctor.objects.values().get() == before


def test_a_specialty_can_be_taken_away(api: Api, dr_cho: User) -> None:
    response = api(dr_cho).patch("/api/doctors/me/", {"specialty": None})

    assert (response.json()["specialty"], response.json()["specialty_name"]) == (None, "")
    assert Doctor.objects.get().search_text == "claire cho lyon"


@pytest.mark.parametrize(
    "change", [{"horizon_days": 30}, {"buffer_minutes": 10}, {"time_zone": "UTC"}]
)
def test_what_moves_the_slots_ahead_is_recorded(
    api: Api, dr_cho: User, change: dict[str, Any]
) -> None:
    api(dr_cho).patch("/api/doctors/me/", change)

    assert list(Event.objects.values_list("topic", "payload")) == [
        ("calendar.rules_changed", {"doctor_id": dr_cho.doctor.pk, "dropped_modes": []})
    ]


@pytest.mark.parametrize(
    ("before", "now", "dropped"),
    [
        (["presentiel", "distanciel"], ["presentiel"], ["distanciel"]),
        (["presentiel", "distanciel"], ["distanciel"], ["presentiel"]),
        (["presentiel"], ["distanciel"], ["presentiel"]),
        (["presentiel"], ["presentiel", "distanciel"], None),
        (["presentiel"], ["presentiel"], None),
    ],
)
def test_a_mode_that_is_switched_off_is_recorded(
    api: Api, dr_cho: User, before: list[str], now: list[str], dropped: list[str] | None
) -> None:
    Doctor.objects.update(sees_by_video="distanciel" in before)

    assert api(dr_cho).patch("/api/doctors/me/", {"modes": now}).json()["modes"] == now

    told = {"doctor_id": dr_cho.doctor.pk, "dropped_modes": dropped}
    assert [event.payload for event in Event.objects.all()] == ([told] if dropped else [])


@pytest.mark.parametrize(
    "change", [{"horizon_days": 84, "time_zone": "Europe/Paris"}, {"city": "Nice"}, {}]
)
def test_what_moves_no_slot_is_not(api: Api, dr_cho: User, change: dict[str, Any]) -> None:
    assert api(dr_cho).patch("/api/doctors/me/", change).status_code == 200

    assert Event.objects.count() == 0


def test_two_windows_do_not_overwrite_each_other(api: Api, dr_cho: User) -> None:
    tag = api(dr_cho).get("/api/doctors/me/").headers["ETag"]

    first = api(dr_cho).patch("/api/doctors/me/", {"city": "Nice"}, headers={"If-Match": tag})
    second = api(dr_cho).patch("/api/doctors/me/", {"city": "Metz"}, headers={"If-Match": tag})

    assert first.headers["ETag"] == api(dr_cho).get("/api/doctors/me/").headers["ETag"]
    assert (second.status_code, second.json()["code"]) == (412, "version_conflict")
    assert Doctor.objects.get().city == "Nice"


def test_a_doctors_account_without_profile_is_404(api: Api, dr_cho: User) -> None:
    Doctor.objects.all().delete()

    assert api(dr_cho).get("/api/doctors/me/").status_code == 404


@pytest.mark.parametrize("query", ["q=%00", "specialty=%00", "q=" + "a+" * 60, "limit=x"])
@pytest.mark.parametrize("path", ["/api/doctors/", "/api/patients/", "/api/users/"])
def test_hostile_queries_break_nothing(api: Api, eve: User, path: str, query: str) -> None:
    assert api(eve).get(f"{path}?{query}").status_code == 400


def test_unknown_parameters_are_refused(api: Api, dr_cho: User) -> None:
    assert api(dr_cho).get("/api/doctors/me/?x=1").status_code == 400
    assert api(dr_cho).get("/api/doctors/?speciality=x").status_code == 400


def test_a_specialty_is_called_by_its_name(specialty: Specialty, dr_cho: User, ada: User) -> None:
    with translation.override("en"):
        assert str(specialty) == "Cardiology"
    assert str(dr_cho.doctor) == "Dr. Claire Cho"
    assert list(Doctor.objects.owned_by(dr_cho)) == [dr_cho.doctor]
    assert list(Doctor.objects.owned_by(ada)) == []
    doctor = dr_cho.doctor
    assert (doctor.min_notice.total_seconds(), doctor.cancel_notice.days) == (3600, 1)
    assert doctor.zone.key == "Europe/Paris"
