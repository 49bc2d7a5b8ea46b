"""What is kept of an upload, what is refused, and that nothing is left of what failed."""

import errno
import hashlib
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from clinic.common import errors
from clinic.files import registry
from clinic.files.formats import PDF
from clinic.files.models import StoredFile
from clinic.files.services import storing
from clinic.files.storage import files_storage
from clinic.files.tests.conftest import PDF_CONTENT, on_disk, picture, stored
from clinic.users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LIMIT = 10 * 1024 * 1024


def full(size: int) -> bytes:
    return PDF_CONTENT + b"\0" * (size - len(PDF_CONTENT))


def test_a_file_is_kept_as_what_its_content_is(ada: User, root: Path, now: datetime) -> None:
    content = picture("PNG")
    upload = SimpleUploadedFile("../me.exe", content, "application/x-msdownload")

    kept = storing.store_file(kind="note", upload=upload, name="../me.exe", by=ada, now=now)

    kept = StoredFile.objects.get(pk=kept.pk)
    assert (kept.kind, kept.name, kept.content_type) == ("note", "me.exe.png", "image/png")
    assert (kept.size, kept.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (kept.uploaded_by, kept.uploaded_at) == (ada, now)
    [path] = on_disk(root)
    assert path == kept.content.name
    assert (root / path).read_bytes() == content
    # Year and month, and nothing that anybody could guess or has said.
    assert path.startswith("2026/11/")
    assert len(Path(path).stem) == 32
    assert Path(path).suffix == ".png"


def test_twice_the_same_is_two_files(root: Path, now: datetime) -> None:
    assert stored(now=now).sha256 == stored(now=now).sha256
    assert len(on_disk(root)) == 2


@pytest.mark.parametrize("size", [LIMIT - 1, LIMIT])
def test_ten_mebibytes_are_accepted(size: int, now: datetime) -> None:
    assert stored(full(size), now=now).size == size


def refused(content: bytes, now: datetime) -> errors.DomainError:
    with pytest.raises(errors.DomainError) as refusal:
        stored(content, now=now)
    assert not StoredFile.objects.exists()
    return refusal.value


def test_one_byte_more_is_refused(root: Path, now: datetime) -> None:
    refusal = refused(full(LIMIT + 1), now)

    assert isinstance(refusal, errors.TooLarge)
    assert refusal.message == "Ce fichier dépasse 10 Mo. Choisissez-en un plus petit."
    assert on_disk(root) == []


def test_a_kind_has_a_limit_of_its_own(now: datetime) -> None:
    registry.register_kind(registry.Kind("note", "", (PDF,), most_bytes=2 * 1024 * 1024))

    assert stored(full(2 * 1024 * 1024), now=now).size == 2 * 1024 * 1024
    with pytest.raises(errors.TooLarge) as refusal:
        stored(full(2 * 1024 * 1024 + 1), now=now)
    assert "2 Mo" in str(refusal.value.message)


def test_what_grows_while_it_is_read_is_refused_and_removed(
    root: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.register_kind(registry.Kind("note", "", (PDF,), most_bytes=100_000))
    monkeypatch.setattr(storing, "_accepted", lambda *_sent, **_named: PDF)

    assert isinstance(refused(full(100_001), now), errors.TooLarge)
    assert on_disk(root) == []


def test_an_empty_file_is_refused_by_field(root: Path, now: datetime) -> None:
    refusal = refused(b"", now)

    assert isinstance(refusal, errors.Invalid)
    assert refusal.details == {"file": ["Ce fichier est vide. Choisissez-en un autre."]}
    assert on_disk(root) == []


@pytest.mark.parametrize(
    "content", [b"MZ\x90", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture("GIF")]
)
def test_another_kind_is_refused_with_what_would_do(
    content: bytes, root: Path, now: datetime
) -> None:
    refusal = refused(content, now)

    assert isinstance(refusal, errors.WrongKind)
    assert refusal.message == (
        "Ce type de fichier n’est pas accepté ici. Choisissez l’un de ceux-ci"
        "\N{NO-BREAK SPACE}: PDF, JPEG, PNG, WebP, DOCX."
    )
    assert on_disk(root) == []


def test_a_kind_that_nobody_registered_is_a_fault(now: datetime) -> None:
    with pytest.raises(LookupError):
        storing.store_file(kind="nothing", upload=BytesIO(b"x"), name="", by=None, now=now)


def test_of_a_row_that_cannot_be_written_no_bytes_stay(
    root: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_sent: Any, **_named: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(StoredFile, "save", refuse)
    with pytest.raises(RuntimeError):
        stored(now=now)

    assert on_disk(root) == []


def test_of_a_transaction_that_fails_no_row_stays(root: Path, now: datetime) -> None:
    with transaction.atomic():
        stored(now=now)
        transaction.set_rollback(True)

    assert not StoredFile.objects.exists()
    # Its bytes are the sweeper's (test_sweeping.py).
    assert len(on_disk(root)) == 1


def test_a_full_disk_is_said_in_words_and_leaves_nothing(
    root: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage: Any = type(files_storage())
    save: Callable[..., str] = storage._save

    def full_disk(self: Any, name: str, content: Any) -> str:
        save(self, name, content)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage, "_save", full_disk)
    refusal = refused(PDF_CONTENT, now)

    assert isinstance(refusal, errors.Busy)
    assert (refusal.code, refusal.retry_after) == ("not_kept", 60)
    assert on_disk(root) == []
