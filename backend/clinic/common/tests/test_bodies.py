"""What is too long to be read is refused in words: 413, and nothing for the log of faults."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from clinic.users.models import User

pytestmark = pytest.mark.django_db
Api = Callable[[User | None], APIClient]
LIMIT = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
SENTENCE = "Votre envoi est trop volumineux. Raccourcissez-le, puis envoyez-le à nouveau."


def faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.exc_info]


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("PATCH", "/api/users/me/", "application/json"),
        ("POST", "/api/token/", "application/json"),
        ("POST", "/api/nowhere/", "application/json"),
        ("POST", "/admin/login/", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_over_the_limit_is_413(
    api: Api, ada: User, caplog: pytest.LogCaptureFixture, method: str, path: str, kind: str
) -> None:
    answer = api(ada).generic(method, path, '{"bio": "' + "x" * 4_000_000 + '"}', kind)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.json()["error"] == answer.json()["detail"] == SENTENCE
    assert faults(caplog) == []


def test_a_body_at_the_limit_is_read(api: Api, ada: User) -> None:
    body = '{"bio": "x"}'.ljust(LIMIT)

    def change(sent: str) -> int:
        return api(ada).patch("/api/users/me/", sent, content_type="application/json").status_code

    assert [change(body), change(body + " ")] == [200, 413]


@pytest.mark.parametrize(
    "parts",
    [
        {"note": "x" * (LIMIT + 1)},
        {f"note{number}": "x" for number in range(1100)},
        {f"file{number}": SimpleUploadedFile("a", b"a") for number in range(120)},
    ],
)
def test_beside_a_file_there_is_no_room_for_more(
    api: Api, ada: User, caplog: pytest.LogCaptureFixture, parts: dict[str, Any]
) -> None:
    answer = api(ada).put("/api/users/me/picture/", parts, format="multipart")

    assert (answer.status_code, answer.json()["error"]) == (413, SENTENCE)
    assert faults(caplog) == []


@pytest.mark.parametrize("announced", ["", "x", "-1", "9" * 5000])
def test_a_length_that_is_none_is_no_fault(api: Api, announced: str) -> None:
    answer = api(None).generic(
        "POST", "/api/token/", "{}", "application/json", CONTENT_LENGTH=announced
    )

    assert answer.status_code < 500
