"""Times of the calendar in requests, by a doctor's clock (DOMAIN.md "Time")."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Invalid
from clinic.slots.policies import NoSuchTime
from clinic.slots.recurrence import first_at, is_skipped, settled


def exactly(moment: datetime, zone: ZoneInfo, *, field: str) -> datetime:
    """Return the instant that is meant; a naive one is read by the zone's clock.

    Raises :class:`NoSuchTime` on ``field`` for a time in the hour that the clock leaps over.
    """
    if is_skipped(moment, zone):
        raise NoSuchTime(details={field: [NoSuchTime.sentence]})
    return settled(moment, zone)


def days_between(
    start: date | None, end: date | None, *, zone: ZoneInfo, now: datetime, usual: int, most: int
) -> tuple[datetime, datetime]:
    """Return the instants at which the days begin and end; ``end`` is exclusive.

    Raises :class:`Invalid` when the days are out of order or too many.
    """
    first = start or now.astimezone(zone).date()
    last = end or first + timedelta(days=usual)
    if last <= first:
        raise Invalid(details={"end": [_("The end must come after the start.")]})
    if (last - first).days > most:
        message = _("Ask for at most %(days)s days at a time.") % {"days": most}
        raise Invalid(details={"end": [message]})
    return (
        first_at(datetime.combine(first, time.min), zone),
        first_at(datetime.combine(last, time.min), zone),
    )
