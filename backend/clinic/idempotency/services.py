"""Act once for a request that may be sent twice (API.md "Idempotency")."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Conflict, Invalid
from clinic.idempotency.models import FirstAnswer

KEPT: Final = timedelta(hours=24)
LONGEST_KEY: Final = 100


class KeyReused(Conflict):
    """The key came before with another request."""

    code = "idempotency_conflict"
    sentence = _("This Idempotency-Key was already used for another request.")


class KeyTooLong(Invalid):
    """The key has more than 100 characters."""

    sentence = _("The Idempotency-Key must have at most 100 characters.")


class Settled(Conflict):
    """What the request made the first time has ended since; ``details`` show it as it is.

    Neither the first answer nor a second act would be true to it: a request that was only late must
    not book again what was cancelled meanwhile.
    """

    code = "idempotency_settled"
    sentence = _(
        "This request was carried out before, and what it made has ended since. "
        "To do it again, send it with a new Idempotency-Key."
    )


@dataclass(frozen=True)
class Answer:
    """How a request was answered the first time: the status, and the row that the answer shows."""

    status: int
    row_id: int


def fingerprint_of(*parts: bytes | str) -> str:
    """Return a short digest that tells one request from another."""
    digest = hashlib.blake2b(digest_size=24)
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.hexdigest()


def answer_once(
    *, user_id: int, key: str, fingerprint: str, now: datetime, act: Callable[[], Answer]
) -> Answer:
    """Return how ``act`` answers, or how it answered the first time within 24 hours.

    The key and the act commit together. A twin that arrives meanwhile waits for the first one. An
    act that raises keeps nothing, so the same key may try again after a refusal.
    Raises :class:`KeyReused` when the key belongs to another request.
    """
    if len(key) > LONGEST_KEY:
        raise KeyTooLong
    with transaction.atomic():
        row = _claim(user_id=user_id, key=key, fingerprint=fingerprint, now=now)
        if row is not None:
            answer = act()
            row.status, row.row_id = answer.status, answer.row_id
            row.save(update_fields=["status", "row_id"])
            return answer
        first = FirstAnswer.objects.get(user_id=user_id, key=key)
    if first.fingerprint != fingerprint:
        raise KeyReused
    return Answer(first.status, first.row_id)


def _claim(*, user_id: int, key: str, fingerprint: str, now: datetime) -> FirstAnswer | None:
    """Return a new row for the key, or None when it is taken by a request of the last day."""
    FirstAnswer.objects.filter(user_id=user_id, key=key, created_at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            return FirstAnswer.objects.create(
                user_id=user_id, key=key, fingerprint=fingerprint, created_at=now
            )
    except IntegrityError:
        return None


def forget_old(*, now: datetime) -> int:
    """Delete answers older than a day; return how many."""
    count, _by_model = FirstAnswer.objects.filter(created_at__lt=now - KEPT).delete()
    return count
