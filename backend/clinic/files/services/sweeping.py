"""Removing files that nobody refers to: their rows, then their bytes."""

import os
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

import structlog
from django.db import transaction

from clinic.files.models import StoredFile
from clinic.files.storage import files_storage

log = structlog.get_logger(__name__)

MOST_ROWS: Final = 1000
BATCH: Final = 500


def sweep_rows(*, before: datetime) -> int:
    """Remove the files that were uploaded before that instant and that nothing refers to.

    Return how many.
    """
    old = StoredFile.objects.unreferenced().filter(uploaded_at__lt=before)
    ids = list(old.order_by("uploaded_at").values_list("pk", flat=True)[:MOST_ROWS])
    return sum(remove_unreferenced(file_id=pk) for pk in ids)


@transaction.atomic
def remove_unreferenced(*, file_id: int) -> bool:
    """Remove a file unless something refers to it; return whether it is gone.

    Under the row's lock: a reference that somebody makes meanwhile is seen, or is refused by the
    database when it is committed.
    """
    stored = StoredFile.objects.select_for_update().filter(pk=file_id).first()
    if stored is None or not StoredFile.objects.unreferenced().filter(pk=file_id).exists():
        return False
    path = stored.content.name
    stored.delete()
    # Only then: a rollback must find the bytes again. Those that stay are swept from the disk.
    transaction.on_commit(lambda: files_storage().delete(path), robust=True)
    return True


def sweep_disk(*, before: datetime) -> int:
    """Remove bytes that were written before that instant and that no row names; return how many.

    They are left by transactions that were rolled back and by processes that were killed. While
    there is no row at all, nothing is removed: rather the database is another one than the disk's.
    """
    if not StoredFile.objects.exists():
        return 0
    removed = 0
    paths = _written_before(before.timestamp())
    while batch := list(islice(paths, BATCH)):
        known = set(StoredFile.objects.filter(content__in=batch).values_list("content", flat=True))
        for path in batch:
            if path not in known:
                files_storage().delete(path)
                removed += 1
    if removed:
        log.info("files.swept_from_disk", count=removed)
    return removed


def _written_before(moment: float) -> Iterator[str]:
    root = Path(files_storage().location)
    for folder, _folders, names in os.walk(root):
        for path in (Path(folder) / name for name in names):
            if path.lstat().st_mtime < moment:
                yield path.relative_to(root).as_posix()
