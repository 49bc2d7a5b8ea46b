"""The names that documents give the same things: R4's of an account, R1's of a patient."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from rest_framework.settings import api_settings
from rest_framework.test import APIClient

from clinic.users.models import User
from clinic.users.tests.signing import PASSWORD, registration

pytestmark = pytest.mark.django_db
Api = Callable[[User | None], APIClient]
FACTS = ("age", "gender", "blood_pressure", "cholesterol_level")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """Keep uploads in a folder of the test's own."""
    settings.FILES_ROOT = tmp_path


def picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (20, 10)).save(content, "PNG")
    return SimpleUploadedFile("me.png", content.getvalue(), "image/png")


def me(client: APIClient) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/api/users/me/").json()
    return answer


def test_r4_a_phone_number_and_a_bio_are_kept_from_registration_on(api: Api) -> None:
    body = registration(phone_number="06 12 34 56 78", bio="Bonjour")

    answer = api(None).post("/api/users/", body)

    assert answer.status_code == 201
    user = answer.json()["user"]
    assert (user["phone"], user["phone_number"], user["bio"]) == (
        "+33612345678",
        "+33612345678",
        "Bonjour",
    )
    assert user["profile_picture"] is None
    assert User.objects.get().patient.phone == "+33612345678"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"phone_number": "06 12 34 56 78"}, "+33612345678"),
        ({"phone": "06 12 34 56 78"}, "+33612345678"),
        # Who read both and sends both back has changed one.
        ({"phone": "06 12 34 56 78", "phone_number": "+33123456789"}, "+33612345678"),
        ({"phone": "+33123456789", "phone_number": "06 12 34 56 78"}, "+33612345678"),
        ({"phone_number": ""}, ""),
    ],
)
def test_r4_either_name_of_the_phone_will_do(
    api: Api, ada: User, eve: User, sent: dict[str, str], kept: str
) -> None:
    for client, path in ((api(ada), "/api/users/me/"), (api(eve), f"/api/users/{ada.pk}/")):
        User.objects.update(phone="+33123456789")
        answer = client.patch(path, sent)

        assert answer.status_code == 200
        assert (answer.json()["phone"], answer.json()["phone_number"]) == (kept, kept)


def test_r4_a_profile_picture_is_sent_with_the_account(api: Api, ada: User) -> None:
    client = api(ada)
    body = {"profile_picture": picture(), "bio": "Bonjour"}

    answer = client.patch("/api/users/me/", body, format="multipart").json()

    assert answer["bio"] == "Bonjour"
    assert answer["profile_picture"] == answer["picture"] == me(client)["picture"]
    assert client.get(answer["profile_picture"]).status_code == 200
    # What was read comes back; then it is taken away.
    same = client.patch("/api/users/me/", {"profile_picture": answer["profile_picture"]})
    assert (same.status_code, same.json()["picture"]) == (200, answer["picture"])
    assert client.patch("/api/users/me/", {"profile_picture": None}).json()["picture"] is None
    assert me(client)["profile_picture"] is None


@pytest.mark.parametrize(
    ("sent", "form", "status"),
    [
        ({"profile_picture": "/elsewhere.png"}, "json", 400),
        ({"profile_picture": 7}, "json", 400),
        ({"profile_picture": SimpleUploadedFile("me.png", b"none")}, "multipart", 415),
    ],
)
def test_r4_what_is_no_picture_is_refused(
    api: Api, ada: User, sent: dict[str, Any], form: str, status: int
) -> None:
    answer = api(ada).patch("/api/users/me/", sent | {"bio": "Bonjour"}, format=form)

    assert answer.status_code == status
    assert (me(api(ada))["bio"], me(api(ada))["picture"]) == ("", None)


def test_pictures_are_counted_by_whichever_door_they_come(
    api: Api, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "picture", "2/hour")

    statuses = [
        api(ada)
        .patch("/api/users/me/", {"profile_picture": picture()}, format="multipart")
        .status_code,
        api(ada).put("/api/users/me/picture/", {"file": picture()}, format="multipart").status_code,
        api(ada)
        .patch("/api/users/me/", {"profile_picture": picture()}, format="multipart")
        .status_code,
        api(ada).patch("/api/users/me/", {"bio": "Bonjour"}).status_code,
    ]

    assert statuses == [200, 200, 429, 200]


def test_r1_a_patients_account_tells_what_the_prediction_needs(
    api: Api, ada: User, dr_cho: User, eve: User
) -> None:
    born = timezone.localdate() - timedelta(days=40 * 365 + 20)
    ada.patient.birth_date, ada.patient.sex = born, "female"
    ada.patient.save()

    assert {name: me(api(ada))[name] for name in FACTS} == {
        "age": 40,
        "gender": "female",
        "blood_pressure": "",
        "cholesterol_level": "",
    }
    for user in (dr_cho, eve):
        assert not set(FACTS) & me(api(user)).keys()
    signed_in = api(None).post("/api/users/login/", {"email": ada.email, "password": PASSWORD})
    assert "age" not in signed_in.json()["user"]


@pytest.mark.parametrize("path", ["/api/users/me/", "/api/patients/me/"])
@pytest.mark.parametrize(
    ("gender", "pressure", "cholesterol", "kept"),
    [
        ("Male", "low", "Normal", ("male", "low", "normal")),
        ("FEMALE", "High", "HIGH", ("female", "high", "high")),
        ("other", "normal", "Low", ("other", "normal", "low")),
        ("", "", "", ("", "", "")),
    ],
)
def test_r1_words_are_taken_in_any_case(
    api: Api,
    ada: User,
    path: str,
    gender: str,
    pressure: str,
    cholesterol: str,
    kept: tuple[str, str, str],
) -> None:
    sent = {"gender": gender, "blood_pressure": pressure, "cholesterol_level": cholesterol}

    answer = api(ada).patch(path, sent)

    assert answer.status_code == 200
    for shown in (answer.json(), me(api(ada)), api(ada).get("/api/patients/me/").json()):
        assert tuple(shown[name] for name in sent) == kept
    assert api(ada).get("/api/patients/me/").json()["sex"] == kept[0]


@pytest.mark.parametrize(
    "sent", [{"gender": "Homme"}, {"blood_pressure": "medium"}, {"age": -1}, {"age": 131}]
)
def test_r1_other_words_are_refused_by_field(api: Api, ada: User, sent: dict[str, Any]) -> None:
    answer = api(ada).patch("/api/users/me/", sent)

    assert answer.status_code == 400
    assert list(answer.json()["details"]) == list(sent)


def test_an_age_stands_for_an_approximate_birth_date(api: Api, ada: User) -> None:
    client = api(ada)

    assert client.patch("/api/users/me/", {"age": 30}).json()["age"] == 30
    born = client.get("/api/patients/me/").json()["birth_date"]
    # The same age again changes nothing, and no age tells nothing.
    ada.patient.refresh_from_db()
    exact = timezone.localdate() - timedelta(days=30 * 365 + 100)
    ada.patient.birth_date = exact
    ada.patient.save()
    for age in (30, None):
        assert client.patch("/api/users/me/", {"age": age, "gender": "Male"}).json()["age"] == 30
    assert int(born[:4]) == timezone.localdate().year - 30
    assert client.get("/api/patients/me/").json()["birth_date"] == exact.isoformat()


def test_what_a_patients_words_mean_to_others_is_nothing(api: Api, dr_cho: User) -> None:
    answer = api(dr_cho).patch("/api/users/me/", {"gender": "Male", "bio": "Bonjour"})

    assert (answer.status_code, answer.json()["bio"]) == (200, "Bonjour")
