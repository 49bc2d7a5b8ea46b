"""Pictures: what is accepted, what is kept of it, and who may load it."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.test import APIClient

from clinic.files.models import StoredFile
from clinic.users.models import User
from clinic.users.services import pictures

pytestmark = pytest.mark.django_db

Api = Callable[[User | None], APIClient]
LIMIT = 10 * 1024 * 1024


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """Keep uploads in a folder of the test's own."""
    settings.FILES_ROOT = tmp_path
    return tmp_path


def picture(kind: str = "JPEG", size: tuple[int, int] = (800, 600), mode: str = "RGB") -> bytes:
    content = BytesIO()
    Image.new(mode, size, (200, 30, 30, 128)[: len(mode)]).save(content, kind)
    return content.getvalue()


def put(client: APIClient, content: bytes, name: str = "me.jpg") -> Any:
    file = SimpleUploadedFile(name, content, "image/jpeg")
    return client.put("/api/users/me/picture/", {"file": file}, format="multipart")


def stored(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    "head",
    [
        f'Content-Disposition: form-data; name="file"; filename="{"a" * 5000}.jpg"',
        f'Content-Disposition: form-data; name="{"a" * 5000}"; filename="me.jpg"',
        "\r\n".join(f"X-{number}: {'a' * 60}" for number in range(100)),
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/api/users/me/picture/"), ("PATCH", "/api/users/me/")]
)
def test_a_name_without_end_is_refused_in_words(
    api: Api, ada: User, method: str, path: str, head: str
) -> None:
    body = f"--b\r\n{head}\r\n\r\n".encode() + picture() + b"\r\n--b--\r\n"

    client = api(ada)
    send = client.put if method == "PUT" else client.patch
    answer = send(path, body, content_type="multipart/form-data; boundary=b")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["details"] == {
        "non_field_errors": [
            "L’envoi n’a pas pu être lu. Donnez au fichier un nom plus court, puis renvoyez-le."
        ]
    }


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=é"])
def test_a_form_without_bounds_is_no_json(api: Api, ada: User, kind: str) -> None:
    answer = api(ada).put("/api/users/me/picture/", b"--b", content_type=kind)

    assert answer.status_code == 400
    assert "JSON" not in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "mode", "suffix", "encoded"),
    [
        ("JPEG", "RGB", ".jpg", "JPEG"),
        ("PNG", "RGB", ".jpg", "JPEG"),
        ("PNG", "RGBA", ".webp", "WEBP"),
        ("WEBP", "RGB", ".jpg", "JPEG"),
        ("JPEG", "L", ".jpg", "JPEG"),
    ],
)
def test_a_picture_is_made_small_and_encoded_anew(
    api: Api, ada: User, media: Path, kind: str, mode: str, suffix: str, encoded: str
) -> None:
    response = put(api(ada), picture(kind, mode=mode))

    assert response.status_code == 200
    [file] = stored(media)
    assert file.suffix == suffix
    with Image.open(file) as kept:
        assert (kept.format, kept.size) == (encoded, (512, 384))
    ada.refresh_from_db()
    assert response.json()["picture"] == f"/api/users/{ada.pk}/picture/?v={ada.portrait_id}"


def test_what_a_camera_wrote_is_gone_and_the_picture_stands_upright(
    api: Api, ada: User, media: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera"
    content = BytesIO()
    Image.new("RGB", (400, 200)).save(content, "JPEG", exif=exif, comment=b"at home")

    put(api(ada), content.getvalue())

    with Image.open(stored(media)[0]) as kept:
        assert kept.size == (200, 400)
        assert dict(kept.getexif()) == {}
        assert "comment" not in kept.info
    assert b"Camera" not in stored(media)[0].read_bytes()


def test_a_small_picture_is_not_blown_up(api: Api, ada: User, media: Path) -> None:
    put(api(ada), picture(size=(10, 20)))

    with Image.open(stored(media)[0]) as kept:
        assert kept.size == (10, 20)


def test_ten_mebibytes_are_accepted_and_one_byte_more_is_not(
    api: Api, ada: User, media: Path
) -> None:
    content = picture()
    full = content + b"\0" * (LIMIT - len(content))

    largest = put(api(ada), full)
    larger = put(api(ada), full + b"\0")
    huge = put(api(ada), full + b"\0" * 70_000)

    assert largest.status_code == 200
    assert (larger.status_code, larger.json()["code"]) == (413, "too_large")
    assert (huge.status_code, huge.json()["code"]) == (413, "too_large")
    assert len(stored(media)) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"%PDF-1.7 not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        picture("BMP"),
        picture("GIF"),
        picture()[:300],
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
    ],
)
def test_other_content_is_refused_whatever_its_name(
    api: Api, ada: User, media: Path, content: bytes
) -> None:
    response = put(api(ada), content, "me.jpg")

    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")
    assert stored(media) == []
    ada.refresh_from_db()
    assert ada.portrait is None


@pytest.mark.parametrize(
    ("kind", "size"),
    [("JPEG", (5000, 5001)), ("PNG", (4000, 3001)), ("WEBP", (4000, 3001)), ("WEBP", (5000, 5000))],
)
def test_a_small_file_that_unfolds_into_gigabytes_is_not_decoded(
    api: Api, ada: User, kind: str, size: tuple[int, int]
) -> None:
    bomb = picture(kind, size=size)
    assert len(bomb) < 1_000_000

    response = put(api(ada), bomb)

    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert "25 mégapixels" in response.json()["error"]


def test_a_jpeg_in_passes_without_end_is_not_decoded(api: Api, ada: User) -> None:
    content = BytesIO()
    Image.new("RGB", (100, 100)).save(content, "JPEG", progressive=True)
    few, many = content.getvalue(), content.getvalue()[:-2] + b"\xff\xda\x00\x08" * 64

    assert [put(api(ada), one).status_code for one in (few, many)] == [200, 413]


def test_a_phones_picture_of_several_is_a_picture(api: Api, ada: User) -> None:
    content = BytesIO()
    depth = Image.new("RGB", (40, 30))
    Image.new("RGB", (400, 300)).save(content, "MPO", save_all=True, append_images=[depth])

    assert put(api(ada), content.getvalue()).status_code == 200


def test_pillows_own_guard_is_answered_alike(
    api: Api, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)

    assert put(api(ada), picture()).status_code == 413


def test_a_name_with_a_path_stays_inside(api: Api, ada: User, media: Path) -> None:
    assert put(api(ada), picture(), "../../../evil.php").status_code == 200

    [file] = stored(media)
    assert file.suffix == ".jpg"
    kept = StoredFile.objects.get()
    assert (kept.kind, kept.name, kept.uploaded_by) == ("portrait", "portrait.jpg", ada)
    assert kept.content.path == str(file)


@pytest.mark.parametrize(
    "name", ["me.php.jpg", "me\x00.jpg", "\u202egpj.exe", "CON.jpg", "x" * 5000, "<b>.svg", " "]
)
def test_no_name_gets_anywhere(api: Api, ada: User, media: Path, name: str) -> None:
    assert put(api(ada), picture(), name).status_code == 200

    path = api(ada).get("/api/users/me/").json()["picture"]
    shown = api(ada).get(path)
    assert shown.headers["Content-Disposition"] == 'inline; filename="portrait.jpg"'
    assert [file.suffix for file in stored(media)] == [".jpg"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_of_a_picture_that_is_a_page_too_only_the_picture_is_kept(
    api: Api, ada: User, media: Path, kind: str
) -> None:
    script = b"<html><script>alert(document.domain)</script></html>"

    assert put(api(ada), picture(kind) + script, "me.html").status_code == 200

    assert b"script" not in stored(media)[0].read_bytes()
    path = api(ada).get("/api/users/me/").json()["picture"]
    assert api(ada).get(path).headers["Content-Type"] == "image/jpeg"


def test_an_empty_picture_is_refused_by_field(api: Api, ada: User, media: Path) -> None:
    empty = SimpleUploadedFile("me.jpg", b"", "image/jpeg")
    patched = api(ada).patch("/api/users/me/", {"profile_picture": empty}, format="multipart")
    sent = put(api(ada), b"")

    assert (sent.status_code, list(sent.json()["details"])) == (400, ["file"])
    assert (patched.status_code, patched.json()["details"]) == (
        400,
        {"profile_picture": ["Ce fichier est vide. Choisissez-en un autre."]},
    )
    assert stored(media) == []


def test_parts_of_a_picture_are_sent_alone(api: Api, ada: User) -> None:
    path = put(api(ada), picture()).json()["picture"]
    whole = body_of(api(ada).get(path))

    part = api(ada).get(path, headers={"Range": "bytes=2-5"})
    head = api(ada).head(path)

    assert (part.status_code, body_of(part)) == (206, whole[2:6])
    assert part.headers["Content-Range"] == f"bytes 2-5/{len(whole)}"
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(whole)))
    assert api(ada).get(path, headers={"Range": "bytes=999999-"}).status_code == 416
    assert api(None).get(path, headers={"Range": "bytes=2-5"}).status_code == 401


def test_a_body_without_a_file_is_invalid_and_json_is_415(api: Api, ada: User) -> None:
    missing = api(ada).put("/api/users/me/picture/", {}, format="multipart")
    as_json = api(ada).put("/api/users/me/picture/", {"file": "x"}, format="json")

    assert (missing.status_code, list(missing.json()["details"])) == (400, ["file"])
    assert as_json.status_code == 415


def test_the_old_file_goes_after_the_commit_and_not_before(
    api: Api, ada: User, media: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    put(api(ada), picture())
    [old] = stored(media)

    with django_capture_on_commit_callbacks() as callbacks:
        put(api(ada), picture())
        assert old in stored(media)
    for callback in callbacks:
        callback()

    assert len(stored(media)) == 1
    assert old not in stored(media)


def test_a_picture_is_removed(
    api: Api, ada: User, media: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    put(api(ada), picture())

    with django_capture_on_commit_callbacks(execute=True):
        response = api(ada).delete("/api/users/me/picture/")

    assert response.status_code == 204
    assert stored(media) == []
    assert api(ada).get("/api/users/me/").json()["picture"] is None
    assert api(ada).get("/api/users/me/picture/").status_code == 404
    assert api(ada).delete("/api/users/me/picture/").status_code == 204


def test_a_picture_is_sent_so_that_a_browser_takes_it_for_nothing_else(api: Api, ada: User) -> None:
    path = put(api(ada), picture()).json()["picture"]

    response = api(ada).get(path, headers={"Accept": "image/avif,image/webp"})

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "private, max-age=86400"
    assert body_of(response)[:3] == b"\xff\xd8\xff"
    own = api(ada).get("/api/users/me/picture/")
    assert own.headers["Cache-Control"] == "private, no-cache"
    assert body_of(own)[:3] == b"\xff\xd8\xff"


def test_only_oneself_and_admins_load_an_accounts_picture(
    api: Api, ada: User, ben: User, eve: User, dr_new: User
) -> None:
    put(api(ada), picture())
    path = f"/api/users/{ada.pk}/picture/"

    statuses = [api(who).get(path).status_code for who in (None, ada, ben, eve, dr_new)]

    assert statuses == [401, 200, 404, 200, 403]


def test_a_file_that_is_gone_is_404(api: Api, ada: User, media: Path) -> None:
    put(api(ada), picture())
    stored(media)[0].unlink()

    assert api(ada).get("/api/users/me/picture/").status_code == 404


def test_the_directory_shows_listed_doctors_pictures_to_anyone(
    api: Api, dr_cho: User, dr_new: User, ada: User
) -> None:
    put(api(dr_cho), picture())
    path = api(dr_cho).get("/api/doctors/me/").json()["picture"]
    assert path.startswith(f"/api/directory/doctors/{dr_cho.doctor.pk}/picture/?v=")

    shown = api(None).get(path)
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    # The address of another picture is none that may be kept.
    for other in (path.split("?")[0], path + "0"):
        assert api(None).get(other).headers["Cache-Control"] == "public, no-cache"
    again = api(None).get(path, headers={"If-None-Match": shown.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert body_of(shown)[:3] == b"\xff\xd8\xff"

    dr_cho.doctor.is_listed = False
    dr_cho.doctor.save(update_fields=["is_listed"])
    assert api(None).get(path).status_code == 404
    own = api(dr_cho).get("/api/doctors/me/").json()["picture"]
    assert own.startswith(f"/api/users/{dr_cho.pk}/picture/?v=")
    waiting = api(None).get(f"/api/directory/doctors/{dr_new.doctor.pk}/picture/")
    assert waiting.status_code == 404


def test_animations_keep_their_first_frame(ada: User) -> None:
    frames = [Image.new("RGB", (50, 50), color) for color in ("red", "blue")]
    content = BytesIO()
    frames[0].save(content, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    content.seek(0)

    with Image.open(pictures.portrait_of(content)) as kept:
        assert getattr(kept, "n_frames", 1) == 1
