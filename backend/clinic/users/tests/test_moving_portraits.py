"""The migration that makes stored files of the portraits that there were."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("users", "0004_portrait"), ("files", "0001_initial")]
AFTER = [("users", "0005_portraits_are_stored_files")]


def migrated(targets: list[tuple[str, str]]) -> Any:
    """Migrate, and return the models as they are then."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def back(transactional_db: None) -> Iterator[None]:
    """Come back to the newest migration, whatever happens."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.both_databases
def test_portraits_stay_where_they_lie_and_come_back(
    back: None, settings: Any, tmp_path: Path
) -> None:
    settings.FILES_ROOT = tmp_path
    old = migrated(BEFORE).get_model("users", "User")
    place = "pictures/2026/11/0123abcd.webp"
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).write_bytes(b"portrait")
    for name, picture in (("ada", place), ("ben", ""), ("gone", "pictures/2026/11/gone.jpg")):
        old.objects.create(username=name, email=f"{name}@example.org", picture=picture)

    new = migrated(AFTER)

    users, [stored] = (
        new.get_model("users", "User"),
        new.get_model("files", "StoredFile").objects.all(),
    )
    assert users.objects.get(username="ada").portrait_id == stored.pk
    assert [users.objects.get(username=name).portrait_id for name in ("ben", "gone")] == [None] * 2
    assert (stored.kind, stored.name, stored.content_type) == (
        "portrait",
        "portrait.webp",
        "image/webp",
    )
    assert (stored.size, stored.content.name) == (8, place)
    assert stored.sha256 == hashlib.sha256(b"portrait").hexdigest()
    assert (tmp_path / place).read_bytes() == b"portrait"

    # The version before finds its column as it was, but for what is not there anyhow.
    again = migrated(BEFORE)
    pictures = again.get_model("users", "User").objects.order_by("username")
    assert [user.picture.name for user in pictures] == [place, "", ""]
    assert not again.get_model("files", "StoredFile").objects.exists()
