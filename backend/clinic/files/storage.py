"""Where the bytes lie: below ``FILES_ROOT``, which no web server serves by path."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class FilesStorage(FileSystemStorage):
    """Files on disk, without addresses. What it has saved outlives a power cut."""

    @property
    def base_location(self) -> str:
        """Return the folder that the settings name."""
        return str(settings.FILES_ROOT)

    @property
    def location(self) -> str:
        """Return its absolute path."""
        return str(Path(self.base_location).resolve())

    def url(self, name: str | None) -> str:
        """Raise ValueError: no file has an address (``clinic.files.api.answers``)."""
        raise ValueError(f"{name} has no address")

    def _save(self, name: str, content: Any) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]  # not in the stubs
        with Path(self.path(saved)).open("rb") as file:
            os.fsync(file.fileno())
        return saved


def files_storage() -> FilesStorage:
    """Return the one storage."""
    return FilesStorage()
