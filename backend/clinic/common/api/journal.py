"""What the scoped views tell the audit trail; ``config`` names who writes it down."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

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
    # Of those rows that name a patient: which one.
    whose: Mapping[int, int] = field(default_factory=dict)

    def about(self, patients: Collection[int]) -> "Access":
        """Return what of it is these patients'."""
        theirs = [one for one in self.objects if self.whose.get(one) in patients]
        return replace(self, objects=theirs, patients=list(patients))


Writer = Callable[[Request, Access], None]

_writers: list[Writer] = []


def journal_with(writer: Writer) -> None:
    """Name what writes accesses down."""
    _writers[:] = [writer]


def journal(request: Request, access: Access) -> None:
    """Write the access down."""
    for write in _writers:
        write(request, access)
