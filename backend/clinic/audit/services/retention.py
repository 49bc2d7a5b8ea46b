"""Old entries go, by whole sealed months (docs/operations.md)."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from clinic.audit.guards import lifted
from clinic.audit.models import AuditEntry, AuditSeal

MONTHS_A_YEAR: Final = 12


def first_kept(*, months: int, now: datetime) -> datetime:
    """Return the beginning of the oldest month that is kept, the present one not counted."""
    number = now.year * MONTHS_A_YEAR + now.month - 1 - months
    year, month = divmod(number, MONTHS_A_YEAR)
    return now.replace(year=year, month=month + 1, day=1, hour=0, minute=0, second=0, microsecond=0)


@transaction.atomic
def drop_old_months(*, months: int, now: datetime) -> int:
    """Delete the sealed entries from before the oldest month that is kept; return how many.

    Their seals stay, and with them the chain.
    """
    before = first_kept(months=months, now=now)
    old = AuditEntry.objects.filter(at__lt=before)
    waiting, deleted = old.count(), 0
    if not waiting:
        return 0
    seals = AuditSeal.objects.reaching(old.earliest("at").at).order_by("id")
    with lifted(connection):
        # Seal by seal: a month of a large clinic is too many ids for a statement.
        for ids in seals.values_list("entries", flat=True).iterator():
            count, _by_model = old.filter(pk__in=ids).delete()
            deleted += count
            if deleted == waiting:
                break
    return deleted
