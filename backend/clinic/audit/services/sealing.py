"""Sealing entries, and finding out whether anybody has changed them since."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

import orjson
import structlog
from django.db import IntegrityError, transaction

from clinic.audit.models import AuditEntry, AuditSeal

log = structlog.get_logger(__name__)

# No request takes so long: what is older and in no seal was put there by somebody else.
LATEST: Final = timedelta(days=1)
FIRST: Final = "0" * 64
MOST_ENTRIES: Final = 5000
COLUMNS: Final = (
    "id",
    "at",
    "actor_id",
    "role",
    "address",
    "action",
    "subject",
    "route",
    "objects_seen",
    "patients",
    "reason",
)
Row = dict[str, Any]


def seal_entries(*, now: datetime) -> int:
    """Seal what no seal lists yet, until nothing is left; return how many entries.

    Each seal is a transaction of its own. Its hash goes to the log too: whoever changes the
    database cannot change what is written there. Of two sealers at once one gives up.
    """
    count = 0
    try:
        while sealed := _seal_next(now=now):
            count += sealed
    except IntegrityError:
        log.info("audit.sealed_by_another")
    return count


@transaction.atomic
def _seal_next(*, now: datetime) -> int:
    """Seal the oldest entries in no seal, of one month and no more than fit into one seal."""
    # Read before the entries: had another sealer come first, they could be its own by now.
    last = AuditSeal.objects.order_by("-id").first()
    rows = _unsealed(last)
    if not rows:
        return 0
    _month, of_month = next(groupby(rows, key=lambda row: (row["at"].year, row["at"].month)))
    listed = list(of_month)
    ids, digest, latest_at = [row["id"] for row in listed], digest_of(listed), listed[-1]["at"]
    previous = last.hash if last else FIRST
    seal = AuditSeal.objects.create(
        made_at=now,
        latest_at=latest_at,
        entries=ids,
        digest=digest,
        previous=previous,
        hash=_hash_of(previous, ids, digest, latest_at),
    )
    log.info("audit.sealed", seal=seal.pk, entries=len(ids), hash=seal.hash)
    return len(ids)


def _unsealed(last: AuditSeal | None) -> list[Row]:
    """Return the oldest entries in no seal, as many as fit into one."""
    entries = AuditEntry.objects.order_by("at", "id")
    if last is None:
        return list(entries.values(*COLUMNS)[:MOST_ENTRIES])
    # Seals take the oldest first, so that what is older than the last one's entries is in a seal,
    # but for what committed late. What was put in long afterwards is left for ``faults`` to tell.
    since = min(last.made_at, last.latest_at or last.made_at) - LATEST
    lists = AuditSeal.objects.reaching(since).values_list("entries", flat=True)
    sealed = {pk for ids in lists for pk in ids}
    # Compared here: a day of a large clinic is too many ids for a statement.
    lately = entries.filter(at__gte=since).values_list("pk", flat=True)
    new = [pk for pk in lately[: len(sealed) + MOST_ENTRIES] if pk not in sealed]
    return list(entries.filter(pk__in=new[:MOST_ENTRIES]).values(*COLUMNS))


def digest_of(rows: Iterable[Row]) -> str:
    """Return the hash over all columns of the entries."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(orjson.dumps([row[name] for name in COLUMNS], option=orjson.OPT_UTC_Z))
        digest.update(b"\n")
    return digest.hexdigest()


def _hash_of(previous: str, ids: list[int], digest: str, latest_at: datetime | None) -> str:
    parts: list[Any] = [previous, ids, digest]
    # The oldest seals were made without it.
    parts += [] if latest_at is None else [latest_at]
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_UTC_Z)).hexdigest()


def faults(*, now: datetime, kept_since: datetime, expected: str | None = None) -> Iterator[str]:
    """Yield what does not hold, the oldest first; nothing when the journal is whole.

    ``expected`` is a hash from the log, to notice that the newest seals are missing. Entries from
    before ``kept_since`` may be gone, by whole seals.
    """
    previous, listed = FIRST, set[int]()
    hashes = set()
    for seal in AuditSeal.objects.order_by("id").iterator():
        if seal.previous != previous:
            yield f"seal {seal.pk}: the one before it is missing or changed"
        yield from _faults_of(seal, kept_since=kept_since)
        previous = seal.hash
        hashes.add(seal.hash)
        listed.update(seal.entries)
    if expected is not None and expected not in hashes:
        yield f"the seal {expected} is missing: the newest ones were cut off"
    old = AuditEntry.objects.filter(at__lt=now - LATEST).order_by("id")
    for pk in old.values_list("pk", flat=True).iterator():
        if pk not in listed:
            yield f"entry {pk}: in no seal"


def _faults_of(seal: AuditSeal, *, kept_since: datetime) -> Iterator[str]:
    if _hash_of(seal.previous, seal.entries, seal.digest, seal.latest_at) != seal.hash:
        yield f"seal {seal.pk}: its hash does not fit"
    found = {
        row["id"]: row for row in AuditEntry.objects.filter(pk__in=seal.entries).values(*COLUMNS)
    }
    missing = [pk for pk in seal.entries if pk not in found]
    if not found and (seal.latest_at or seal.made_at - LATEST) < kept_since:
        return
    if missing:
        yield f"seal {seal.pk}: entry {missing[0]} is missing"
    elif digest_of(found[pk] for pk in seal.entries) != seal.digest:
        yield f"seal {seal.pk}: an entry was changed"
