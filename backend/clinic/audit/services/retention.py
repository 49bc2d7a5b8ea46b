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
    old = AuditEntry.objects.filter(at__lt=first_kept(months=months, now=now))
    sealed = {
        pk
        for ids in AuditSeal.objects.order_by("id").values_list("entries", flat=True)
        for pk in ids
    }
    going = [pk for pk in old.values_list("pk", flat=True) if pk in sealed]
    with lifted(connection):
        deleted, _by_model = AuditEntry.objects.filter(pk__in=going).delete()
    return deleted
