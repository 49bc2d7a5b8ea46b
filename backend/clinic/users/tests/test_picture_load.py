"""However many send however large pictures: one is decoded at a time, in bounded memory."""

import subprocess
import sys
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
MEGABYTES = 250
# Six at once; the process says by how many megabytes it grew at its largest.
CHILD = """
import os, sys, threading
from io import BytesIO
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.check"
import django
django.setup()
from clinic.common.errors import Busy
from clinic.users.services.pictures import portrait_of

content = Path(sys.argv[1]).read_bytes()
done = []

def decode():
    try:
        done.append(len(portrait_of(BytesIO(content))[0]))
    except Busy:
        pass

before = getrusage(RUSAGE_SELF).ru_maxrss
threads = [threading.Thread(target=decode) for _turn in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(done), (getrusage(RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def largest(kind: str) -> bytes:
    """Return the picture of a kind that takes most memory of those that are not refused."""
    content = BytesIO()
    if kind == "JPEG":
        Image.new("CMYK", (5000, 5000)).save(content, "JPEG", progressive=True)
    else:
        Image.new("RGBA", (4000, 3000), (1, 2, 3, 128)).save(content, kind, lossless=True)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_six_large_pictures_at_once_take_the_memory_of_one(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "large"
    file.write_bytes(largest(kind))

    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(file)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    done, grown = map(int, child.stdout.split())
    assert done >= 1
    assert grown < MEGABYTES


@pytest.mark.django_db
def test_who_comes_while_another_is_decoded_waits_a_moment_and_is_told_to_come_again(
    api: Api, ada: User, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
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
        other = threading.Thread(target=pictures.portrait_of, args=[BytesIO()])
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
