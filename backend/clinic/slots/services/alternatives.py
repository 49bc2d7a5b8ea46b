"""A transaction that, when the place is lost to somebody else, says what is still free."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.core.cache import cache
from django.db import transaction

from clinic.slots.policies import SlotTaken
from clinic.slots.selectors.free import nearest_to

ALTERNATIVES_SECONDS: Final = 2

Nearby = Callable[[], list[dict[str, Any]]]


@contextmanager
def atomic_with_alternatives(nearby: Nearby) -> Iterator[None]:
    """Open a transaction; a SlotTaken leaves it with the free slots that ``nearby`` finds.

    They are looked for after the rollback: only then is seen what others really have.
    """
    try:
        with transaction.atomic():
            yield
    except SlotTaken as refusal:
        raise SlotTaken(refusal.message, details={"alternatives": nearby()}) from None


def nearest_to_slot(slot_id: int | None, *, now: datetime, mode: str | None = None) -> Nearby:
    """Return what finds the three free slots nearest to the one that was wanted, or none.

    It raises :class:`Missing` when there is no such slot. Rivals for one slot ask all at once: they
    share an answer that is a moment old at most.
    """
    if slot_id is None:
        return list

    def nearby() -> list[dict[str, Any]]:
        found = cache.get_or_set(
            f"alternatives.{slot_id}.{mode or 'any'}",
            lambda: nearest_to(slot_id, now=now, mode=mode),
            timeout=ALTERNATIVES_SECONDS,
        )
        return found or []

    return nearby
