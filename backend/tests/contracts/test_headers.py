"""Who may keep an answer, and what its page may load and run."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from clinic.users.models import User
from clinic.users.services import pictures
from clinic.users.tests.signing import PASSWORD
from config import headers

pytestmark = pytest.mark.django_db
Api = Callable[[User | None], APIClient]


@pytest.mark.parametrize(
    "path",
    [
        "/api/users/me/",
        "/api/v1/users/me/",
        "/api/appointments/",
        "/api/notifications/",
        "/api/doctors/",
        "/api/nothing/",
    ],
)
def test_what_is_answered_to_somebody_is_kept_nowhere(api: Api, ada: User, path: str) -> None:
    assert api(ada).get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/token/", {"username": "ada", "password": PASSWORD}),
        ("/api/users/login/", {"email": "ada@example.org", "password": "wrong"}),
        ("/api/token/refresh/", {}),
        ("/api/users/register/", {}),
        ("/api/users/password-reset/", {"email": "ada@example.org"}),
    ],
)
def test_what_an_accounts_door_answers_is_kept_nowhere(
    api: Api, ada: User, path: str, body: dict[str, str]
) -> None:
    assert api(None).post(path, body).headers["Cache-Control"] == "no-store"


def with_portrait(user: User) -> int:
    """Give the person a portrait; return the file's id."""
    content = BytesIO()
    Image.new("RGB", (2, 2)).save(content, "JPEG")
    kept = pictures.keep_portrait(user=user, portrait=content, now=timezone.now())
    return int(kept.portrait_id or 0)


def test_portraits_and_the_directory_may_be_kept_as_before(
    api: Api, ada: User, dr_cho: User
) -> None:
    own = api(ada).get(f"/api/users/me/picture/?v={with_portrait(ada)}")
    path = f"/api/directory/doctors/{dr_cho.doctor.pk}/picture/"
    public = api(None).get(f"{path}?v={with_portrait(dr_cho)}")
    listed = api(None).get("/api/directory/doctors/")

    assert own.headers["Cache-Control"] == "private, max-age=86400"
    assert public.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cache-Control" not in listed.headers


@pytest.fixture
def spa(tmp_path: Path, settings: Any) -> None:
    """A built SPA, as far as its page goes."""
    source = Path(__file__).parents[3] / "frontend" / "src" / "index.html"
    (tmp_path / "index.html").write_bytes(source.read_bytes())
    settings.SPA_DIR = tmp_path


def policy_of(answer: Any) -> dict[str, str]:
    parts = [part.split(maxsplit=1) for part in answer.headers[headers.POLICY].split("; ")]
    return dict(parts)


def test_the_page_runs_its_own_files_alone(spa: None) -> None:
    answers = [Client().get(path) for path in ("/", "/connexion")]

    nonces = [re.findall(r'ngCspNonce="([^"]+)"', answer.content.decode()) for answer in answers]
    assert all(len(found) == 1 for found in nonces)
    assert nonces[0] != nonces[1]
    for answer, (nonce,) in zip(answers, nonces, strict=True):
        policy = policy_of(answer)
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self'"
        assert policy["style-src"] == f"'self' 'nonce-{nonce}'"
        assert "unsafe" not in answer.headers[headers.POLICY]
        assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "scripts"),
    [
        ("/admin/login/", "'self' 'unsafe-inline' 'unsafe-eval'"),
        ("/api/docs/", "'self' 'unsafe-inline'"),
        ("/api/redoc/", "'self' 'unsafe-inline'"),
    ],
)
def test_other_pages_load_nothing_from_elsewhere(path: str, scripts: str) -> None:
    policy = policy_of(Client().get(path))

    assert policy["script-src"] == scripts
    assert (policy["default-src"], policy["frame-ancestors"]) == ("'none'", "'none'")
    assert "http" not in " ".join(policy.values())


@pytest.mark.parametrize("path", ["/api/config/", "/api/users/me/", "/nothing.txt", "/health/live"])
def test_what_is_no_page_is_allowed_nothing(path: str) -> None:
    assert policy_of(Client().get(path)) == dict(headers.NOTHING)


def test_a_picture_keeps_its_own_policy(api: Api, ada: User) -> None:
    with_portrait(ada)
    answer = api(ada).get("/api/users/me/picture/")

    assert answer.headers[headers.POLICY] == "default-src 'none'; sandbox"


def test_the_pages_file_itself_is_no_page() -> None:
    sent: dict[str, str] = {}
    headers.static_headers(sent, "/srv/index.html", "/index.html")

    assert sent == {headers.POLICY: "default-src 'none'; frame-ancestors 'none'"}
