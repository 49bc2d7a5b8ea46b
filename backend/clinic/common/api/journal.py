"""What the scoped views tell the audit trail; ``config`` names who writes it down."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from rest_framework.request import Request


@dataclass(frozen=True)
class Access:
    """One request that was answered: which rows of which model, and whose data they are."""

    model: type[models.Model]
    route: str
    objects: list[int]
    patients: list[int]
    is_write: bool
    reason: str = ""


Writer = Callable[[Request, Access], None]

_writers: list[Writer] = []


def journal_with(writer: Writer) -> None:
    """Name what writes accesses down."""
    _writers[:] = [writer]


def journal(request: Request, access: Access) -> None:
    """Write the access down."""
    for write in _writers:
        write(request, access)
