"""However many send pictures: one is decoded at a time, and of each person a few an hour."""

import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.settings import api_settings
from rest_framework.test import APIClient

from clinic.users.models import User
from clinic.users.services import pictures

Api = Callable[[User | None], APIClient]


@pytest.mark.django_db
def test_who_comes_while_another_is_decoded_waits_a_moment_and_is_told_to_come_again(
    api: Api, ada: User, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.FILES_ROOT = tmp_path
    monkeypatch.setattr(pictures, "WAIT_SECONDS", 0.05)
    begun, may_end = threading.Event(), threading.Event()

    def slow(_upload: object) -> Image.Image:
        begun.set()
        may_end.wait(10)
        return Image.new("RGB", (1, 1))

    content = BytesIO()
    Image.new("RGB", (10, 10)).save(content, "PNG")
    with monkeypatch.context() as patched:
        patched.setattr(pictures, "_decoded_small", slow)
        other = threading.Thread(target=pictures.portrait_of, args=[BytesIO(b"x")])
        other.start()
        assert begun.wait(10)
        refused = put(api(ada), content.getvalue())
        may_end.set()
        other.join()

    assert (refused.status_code, refused.json()["code"]) == (503, "busy")
    assert refused.headers["Retry-After"] == "2"
    assert put(api(ada), b"no picture").status_code == 415
    assert put(api(ada), content.getvalue()).status_code == 200


@pytest.mark.django_db
def test_new_pictures_are_limited_per_account(
    api: Api, ada: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "picture", "2/hour")

    statuses = [put(api(who), b"none").status_code for who in (ada, ada, ada, ben)]

    assert statuses == [415, 415, 429, 415]
    assert api(ada).get("/api/users/me/picture/").status_code == 404
    assert api(ada).delete("/api/users/me/picture/").status_code == 204


def put(client: APIClient, content: bytes) -> Any:
    file = SimpleUploadedFile("me.png", content, "image/png")
    return client.put("/api/users/me/picture/", {"file": file}, format="multipart")
