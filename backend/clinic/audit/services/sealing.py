"""Sealing entries, and finding out whether anybody has changed them since."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby, islice
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
    """Seal what no seal lists yet, a month at a time; return how many entries.

    Each seal's hash goes to the log too: whoever changes the database cannot change what is
    written there. Of two sealers at once one gives up.
    """
    rows = _unsealed(now=now)
    for _month, of_month in groupby(rows, key=lambda row: (row["at"].year, row["at"].month)):
        try:
            _seal(list(of_month), now=now)
        except IntegrityError:
            return 0
    return len(rows)


@transaction.atomic
def _seal(rows: list[Row], *, now: datetime) -> None:
    last = AuditSeal.objects.order_by("-id").first()
    previous = last.hash if last else FIRST
    ids, digest = [row["id"] for row in rows], digest_of(rows)
    seal = AuditSeal.objects.create(
        made_at=now,
        entries=ids,
        digest=digest,
        previous=previous,
        hash=_hash_of(previous, ids, digest),
    )
    log.info("audit.sealed", seal=seal.pk, entries=len(ids), hash=seal.hash)


def _unsealed(*, now: datetime) -> list[Row]:
    """Return the entries in no seal, oldest first; as many as one turn takes."""
    last = AuditSeal.objects.order_by("-id").first()
    entries = AuditEntry.objects.order_by("at", "id")
    if last is None:
        return list(entries.values(*COLUMNS)[:MOST_ENTRIES])
    since = min(now, last.made_at) - LATEST
    recent = AuditSeal.objects.filter(made_at__gte=since - LATEST)
    sealed = {pk for ids in recent.values_list("entries", flat=True) for pk in ids}
    # Compared here: two days of a large clinic are too many ids for a statement.
    lately = entries.filter(at__gte=since).values_list("pk", flat=True).iterator()
    new = list(islice((pk for pk in lately if pk not in sealed), MOST_ENTRIES))
    return list(entries.filter(pk__in=new).values(*COLUMNS))


def digest_of(rows: Iterable[Row]) -> str:
    """Return the hash over all columns of the entries."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(orjson.dumps([row[name] for name in COLUMNS], option=orjson.OPT_UTC_Z))
        digest.update(b"\n")
    return digest.hexdigest()


def _hash_of(previous: str, ids: list[int], digest: str) -> str:
    return hashlib.sha256(orjson.dumps([previous, ids, digest])).hexdigest()


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
    if _hash_of(seal.previous, seal.entries, seal.digest) != seal.hash:
        yield f"seal {seal.pk}: its hash does not fit"
    found = {
        row["id"]: row for row in AuditEntry.objects.filter(pk__in=seal.entries).values(*COLUMNS)
    }
    missing = [pk for pk in seal.entries if pk not in found]
    if not found and seal.made_at < kept_since + LATEST:
        return
    if missing:
        yield f"seal {seal.pk}: entry {missing[0]} is missing"
    elif digest_of(found[pk] for pk in seal.entries) != seal.digest:
        yield f"seal {seal.pk}: an entry was changed"
