"""Times of the calendar in requests, by a doctor's clock (DOMAIN.md "Time")."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clinic.common.errors import Invalid
from clinic.slots.recurrence import first_at


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class ClockField(serializers.TimeField):
    """A time on the doctor's clock, to the minute: without seconds and zone, so not RFC 3339's."""

    def to_representation(self, value: time) -> str:
        """Return hours and minutes."""
        return value.strftime("%H:%M")


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
