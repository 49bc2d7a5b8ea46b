"""How a stored file is sent: whole, in part, or not again."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncRequestFactory, RequestFactory

from clinic.common import errors
from clinic.files.api import answers
from clinic.files.api.answers import respond
from clinic.files.models import StoredFile
from clinic.files.storage import FilesStorage
from clinic.files.tests.conftest import picture, stored, word

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ten(now: datetime) -> StoredFile:
    """Return a file of the bytes 0 to 9, as far as ranges go."""
    made = stored(now=now, name="Résultats 2026.pdf")
    path = Path(made.content.path)
    path.write_bytes(b"0123456789")
    made.size = 10
    return made


def ask(file: StoredFile, method: str = "GET", **headers: str) -> Any:
    return respond(RequestFactory().generic(method, "/", headers=headers), file)


def body(answer: Any) -> bytes:
    content = b"".join(answer) if answer.streaming else answer.content
    answer.close()
    return content


def test_a_file_is_taken_for_nothing_else_and_kept_nowhere(ten: StoredFile) -> None:
    answer = ask(ten)

    assert (answer.status_code, body(answer)) == (200, b"0123456789")
    assert dict(answer.headers) == {
        "Content-Type": "application/pdf",
        "Content-Length": "10",
        "Content-Disposition": "attachment; filename*=utf-8''R%C3%A9sultats%202026.pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
        "ETag": f'"{ten.sha256}"',
        "Accept-Ranges": "bytes",
    }


@pytest.mark.parametrize(
    ("content", "name", "disposition"),
    [
        (picture("PNG"), "a.png", 'inline; filename="a.png"'),
        (picture("JPEG"), 'a"b.jpg', 'inline; filename="a_b.jpg"'),
        (word(), "a.docx", 'attachment; filename="a.docx"'),
    ],
)
def test_only_what_is_safe_to_show_is_shown(
    content: bytes, name: str, disposition: str, now: datetime
) -> None:
    answer = respond(RequestFactory().get("/"), stored(content, now=now, name=name), inline=True)

    assert answer.headers["Content-Disposition"] == disposition
    answer.close()


def test_the_view_may_let_it_be_kept(ten: StoredFile) -> None:
    answer = respond(RequestFactory().get("/"), ten, cache="public, max-age=60")

    assert answer.headers["Cache-Control"] == "public, max-age=60"
    answer.close()


@pytest.mark.parametrize(
    ("asked", "status", "content", "place"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=0-0", 206, b"0", "bytes 0-0/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=7-99", 206, b"789", "bytes 7-9/10"),
        ("bytes=9-9", 206, b"9", "bytes 9-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=10-", 416, None, "bytes */10"),
        ("bytes=10-12", 416, None, "bytes */10"),
        ("bytes=-0", 416, None, "bytes */10"),
        # Not understood, or nothing that makes sense: the whole.
        ("bytes=3-1", 200, b"0123456789", None),
        ("bytes=-", 200, b"0123456789", None),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("bytes=a-b", 200, b"0123456789", None),
        ("bytes=٣-٤", 200, b"0123456789", None),
        ("bytes=1" + "0" * 40 + "-", 200, b"0123456789", None),
        ("items=0-3", 200, b"0123456789", None),
        ("", 200, b"0123456789", None),
    ],
)
def test_one_range_is_sent_alone(
    ten: StoredFile, asked: str, status: int, content: bytes | None, place: str | None
) -> None:
    answer = ask(ten, Range=asked)

    assert (answer.status_code, answer.headers.get("Content-Range")) == (status, place)
    sent = body(answer)
    if content is None:
        assert b'"range_not_satisfiable"' in sent
    else:
        assert (sent, answer.headers["Content-Length"]) == (content, str(len(content)))


@pytest.mark.parametrize(
    ("condition", "status"),
    [("{tag}", 206), ('"another"', 200), ("W/{tag}", 200), ("Mon, 23 Nov 2026 12:00:00 GMT", 200)],
)
def test_a_range_of_another_version_is_the_whole(
    ten: StoredFile, condition: str, status: int
) -> None:
    tag = f'"{ten.sha256}"'
    answer = ask(ten, **{"Range": "bytes=0-3", "If-Range": condition.format(tag=tag)})

    assert answer.status_code == status
    answer.close()


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("If-None-Match", "{tag}", 304),
        ("If-None-Match", 'W/{tag}, "other"', 304),
        ("If-None-Match", "*", 304),
        ("If-None-Match", '"other"', 200),
        ("If-Match", "{tag}", 200),
        ("If-Match", '"other"', 412),
    ],
)
def test_what_is_known_is_not_sent_again(
    ten: StoredFile, name: str, value: str, status: int
) -> None:
    answer = ask(ten, **{name: value.format(tag=f'"{ten.sha256}"')})

    assert answer.status_code == status
    if status == 304:
        assert body(answer) == b""
        assert answer.headers["ETag"] == f'"{ten.sha256}"'
        assert answer.headers["Cache-Control"] == "private, no-store"
    answer.close()


def test_head_tells_the_size_and_reads_nothing(ten: StoredFile) -> None:
    for headers in ({}, {"Range": "bytes=0-3"}):
        answer = ask(ten, "HEAD", **headers)

        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["Content-Length"] == "10"
        assert answer.headers["Accept-Ranges"] == "bytes"


def test_bytes_that_are_gone_are_missing(ten: StoredFile) -> None:
    Path(ten.content.path).unlink()

    with pytest.raises(errors.Missing):
        ask(ten)


def test_nginx_sends_whole_files_by_itself(ten: StoredFile, settings: Any) -> None:
    settings.FILES_ACCEL_PREFIX = "/stored-files/"
    answer = ask(ten)

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["X-Accel-Redirect"] == f"/stored-files/{ten.content.name}"
    assert answer.headers["Content-Type"] == "application/pdf"
    # Parts and conditions are answered here, so that they are the same everywhere.
    part = ask(ten, Range="bytes=1-2")
    assert (part.status_code, body(part)) == (206, b"12")
    assert "X-Accel-Redirect" not in part.headers
    known = ask(ten, **{"If-None-Match": f'"{ten.sha256}"'})
    assert (known.status_code, "X-Accel-Redirect" in known.headers) == (304, False)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the files that are opened from now on, which are read in pieces of four bytes."""
    monkeypatch.setattr(answers, "_CHUNK_BYTES", 4)
    found: list[Any] = []
    open_one = FilesStorage.open

    def noted(self: FilesStorage, *asked: Any) -> Any:
        found.append(open_one(self, *asked))
        return found[-1]

    monkeypatch.setattr(FilesStorage, "open", noted)
    return found


def test_a_file_is_read_piece_by_piece_and_closed(ten: StoredFile, opened: list[Any]) -> None:
    answer = ask(ten)

    assert list(answer) == [b"0123", b"4567", b"89"]
    assert not opened[0].closed
    answer.close()
    assert opened[0].closed


def test_so_it_is_by_the_one_process_that_serves_everything(
    ten: StoredFile, opened: list[Any]
) -> None:
    answer: Any = respond(AsyncRequestFactory().get("/", headers={"Range": "bytes=1-6"}), ten)

    async def read() -> list[bytes]:
        return [piece async for piece in answer]

    # An asynchronous answer is passed on as it is read; of another one Django would read the whole.
    assert answer.is_async
    assert async_to_sync(read)() == [b"1234", b"56"]
    answer.close()
    assert opened[0].closed
