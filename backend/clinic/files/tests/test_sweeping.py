"""What nobody refers to goes, rows and bytes; what somebody refers to stays."""

import os
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from clinic.files import tasks
from clinic.files.models import StoredFile, references
from clinic.files.services import sweeping
from clinic.files.services.sweeping import remove_unreferenced, sweep_disk, sweep_rows
from clinic.files.tests.conftest import on_disk, stored

HOUR = timedelta(hours=1)
both = pytest.mark.both_databases


@pytest.fixture
def leaflet(transactional_db: None) -> Iterator[Any]:
    """A model of an app that comes later: nobody has told the sweeper of it."""

    class Leaflet(models.Model):
        file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True)

        class Meta:
            app_label = "files"

        def __str__(self) -> str:
            return f"{self.pk}"

    with connection.schema_editor() as editor:
        editor.create_model(Leaflet)
    yield Leaflet
    with connection.schema_editor() as editor:
        editor.delete_model(Leaflet)
    apps.all_models["files"].pop("leaflet")
    apps.clear_cache()


def age(root: Path, path: str, moment: datetime) -> None:
    os.utime(root / path, (moment.timestamp(), moment.timestamp()))


@both
@pytest.mark.django_db(transaction=True)
def test_old_files_without_reference_go_with_their_bytes(root: Path, now: datetime) -> None:
    old, young = stored(now=now - 25 * HOUR), stored(now=now - 23 * HOUR)

    assert sweep_rows(before=now - 24 * HOUR) == 1

    assert list(StoredFile.objects.all()) == [young]
    assert on_disk(root) == [young.content.name]
    assert remove_unreferenced(file_id=old.pk) is False


@both
def test_what_any_app_refers_to_stays(root: Path, now: datetime, leaflet: Any) -> None:
    kept, loose = stored(now=now), stored(now=now)
    leaflet.objects.create(file=kept)
    leaflet.objects.create(file=None)

    assert sweep_rows(before=now + HOUR) == 1

    assert list(StoredFile.objects.all()) == [kept]
    assert on_disk(root) == [kept.content.name]
    leaflet.objects.all().delete()
    assert sweep_rows(before=now + HOUR) == 1
    assert loose.pk != kept.pk
    assert on_disk(root) == []


@both
def test_a_reference_made_meanwhile_is_seen(
    now: datetime, leaflet: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = stored(now=now)
    remove = sweeping.remove_unreferenced

    def referred_to_just_before(*, file_id: int) -> bool:
        leaflet.objects.create(file_id=file_id)
        return remove(file_id=file_id)

    monkeypatch.setattr(sweeping, "remove_unreferenced", referred_to_just_before)

    assert sweep_rows(before=now + HOUR) == 0
    assert StoredFile.objects.get() == kept


@both
def test_the_database_refuses_a_reference_to_what_is_gone(now: datetime, leaflet: Any) -> None:
    gone = stored(now=now)
    assert remove_unreferenced(file_id=gone.pk) is True

    with pytest.raises(IntegrityError), transaction.atomic():
        leaflet.objects.create(file_id=gone.pk)


def test_of_a_removal_and_a_reference_at_once_one_holds(now: datetime, leaflet: Any) -> None:
    wanted = stored(now=now)
    referred, removed = threading.Event(), threading.Event()
    outcomes: list[str] = []

    def refer() -> None:
        try:
            with transaction.atomic():
                leaflet.objects.create(file=wanted)
                referred.set()
                removed.wait(10)
            outcomes.append("referred")
        except IntegrityError:
            outcomes.append("refused")
        finally:
            connection.close()

    other = threading.Thread(target=refer)
    other.start()
    assert referred.wait(10)
    # What is not committed cannot be seen; the database has the last word.
    is_removed = remove_unreferenced(file_id=wanted.pk)
    removed.set()
    other.join()

    assert (is_removed, outcomes) == (True, ["refused"])
    assert leaflet.objects.count() == 0


@both
@pytest.mark.django_db
def test_what_refers_to_files_protects_them() -> None:
    assert [
        str(relation.field) for relation in references() if relation.on_delete is not models.PROTECT
    ] == []


@both
def test_a_protected_file_cannot_be_deleted_by_hand(now: datetime, leaflet: Any) -> None:
    leaflet.objects.create(file=stored(now=now))

    with pytest.raises(ProtectedError):
        StoredFile.objects.all().delete()


@both
@pytest.mark.django_db(transaction=True)
def test_a_removal_that_is_rolled_back_keeps_the_bytes(root: Path, now: datetime) -> None:
    kept = stored(now=now)
    with transaction.atomic():
        remove_unreferenced(file_id=kept.pk)
        transaction.set_rollback(True)

    assert StoredFile.objects.get() == kept
    assert on_disk(root) == [kept.content.name]


@both
@pytest.mark.django_db(transaction=True)
def test_bytes_without_a_row_go_once_they_are_old(root: Path, now: datetime) -> None:
    kept = stored(now=now)
    age(root, kept.content.name, now - 25 * HOUR)
    for number, hours in enumerate((25, 23)):
        with transaction.atomic():
            rolled_back = stored(now=now)
            transaction.set_rollback(True)
        age(root, rolled_back.content.name, now - hours * HOUR)
        assert len(on_disk(root)) == 2 + number

    assert sweep_disk(before=now - 24 * HOUR) == 1

    assert sorted(on_disk(root)) == sorted([kept.content.name, rolled_back.content.name])


@both
@pytest.mark.django_db
def test_many_bytes_are_looked_up_in_batches(
    root: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    kept = [stored(now=now).content.name for _number in range(5)]
    for name in kept:
        age(root, name, now - 25 * HOUR)
    (root / "left").write_bytes(b"x")
    age(root, "left", now - 25 * HOUR)

    assert sweep_disk(before=now) == 1
    assert on_disk(root) == sorted(kept)


@both
@pytest.mark.django_db
def test_a_disk_beside_an_empty_database_is_left_alone(root: Path, now: datetime) -> None:
    root.mkdir()
    (root / "left").write_bytes(b"x")
    age(root, "left", now - 25 * HOUR)

    assert sweep_disk(before=now) == 0
    assert on_disk(root) == ["left"]


@pytest.mark.django_db
def test_a_link_leads_nowhere_else(root: Path, tmp_path: Path, now: datetime) -> None:
    stored(now=now)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine").write_bytes(b"x")
    os.utime(elsewhere / "mine", (0, 0))
    (root / "link").symlink_to(elsewhere)

    sweep_disk(before=now)

    assert (elsewhere / "mine").exists()


@both
@pytest.mark.django_db(transaction=True)
def test_the_turn_waits_a_day(root: Path, now: datetime) -> None:
    name = stored(now=now).content.name
    (root / "left").write_bytes(b"x")
    # A file whose row there is, so that the disk is the database's.
    for hours, left in ((23, ["2026", "left"]), (25, ["2026"])):
        age(root, "left", now)
        stored(now=now + 2 * HOUR)
        with time_machine.travel(now + hours * HOUR, tick=False):
            tasks.sweep()
        assert sorted({path.split("/")[0] for path in on_disk(root)}) == left
    assert name not in on_disk(root)
