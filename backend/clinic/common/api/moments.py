"""Dates and times in requests: within the years of a calendar, so that no zone carries them off it.

A field leaves what has no zone as it is: whose clock is meant, the view knows (DOMAIN.md "Time").
"""

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clinic.common.clocks import first_at, is_skipped, settled
from clinic.common.errors import Invalid, NoSuchTime

_YEARS: Final = range(2000, 2100)
_OUT_OF_RANGE: Final = _("Choose a date between the years 2000 and 2099.")


@extend_schema_field(OpenApiTypes.DATETIME)
class MomentField(serializers.DateTimeField):
    """An instant; a naive one stays naive, for the doctor's zone to settle."""

    def enforce_timezone(self, value: datetime) -> datetime:
        """Leave it; only the year is checked, so that no zone carries it off the calendar."""
        if value.year not in _YEARS:
            raise serializers.ValidationError(_OUT_OF_RANGE)
        return value


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class ClockField(serializers.TimeField):
    """A time on somebody's clock, to the minute: without seconds and zone, so not RFC 3339's."""

    def to_representation(self, value: time) -> str:
        """Return hours and minutes."""
        return value.strftime("%H:%M")


@extend_schema_field(OpenApiTypes.STR)
class DateOrMomentField(serializers.Field[Any, str, Any, Any]):
    """A date or an instant, as a bound of a list."""

    def to_internal_value(self, data: str) -> datetime:
        """Return the instant, or a naive midnight."""
        try:
            moment = parse_datetime(str(data))
            day = None if moment else parse_date(str(data))
        except ValueError:
            moment = day = None
        if moment is None and day is None:
            raise serializers.ValidationError(_("Give a date (2026-11-23) or an instant."))
        found = moment or datetime.combine(day or date.min, time.min)
        if found.year not in _YEARS:
            raise serializers.ValidationError(_OUT_OF_RANGE)
        return found

    def to_representation(self, value: Any) -> Any:
        """Return it unchanged."""
        return value


class DayField(serializers.DateField):
    """A date that any zone can place."""

    def to_internal_value(self, value: Any) -> date:
        """Return the date."""
        day: date = super().to_internal_value(value)
        if day.year not in _YEARS:
            raise serializers.ValidationError(_OUT_OF_RANGE)
        return day


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
