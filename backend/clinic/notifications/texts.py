"""Times as people say them, in the reader's language and the practice's zone.

Pure but for the active language.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from django.utils import translation


def moment(start_at: datetime, *, zone: str) -> str:
    """Return an instant as a day and a time: "mercredi 25 novembre à 13 h 30"."""
    local = start_at.astimezone(ZoneInfo(zone))
    if _is_english():
        return f"{format_date(local, 'EEEE d MMMM', 'en')} at {_clock(local)}"
    return f"{format_date(local, 'EEEE d MMMM', 'fr')} à {_clock(local)}"


def moment_of(data: Mapping[str, Any], key: str) -> str:
    """Return the instant ``key`` of a notification's data, by the clock of its ``zone``; nothing
    when it is not told."""
    if not data.get(key):
        return ""
    return moment(datetime.fromisoformat(data[key]), zone=data["zone"])


def day(start_at: datetime, *, zone: str) -> str:
    """Return the day of an instant with its year: "mercredi 25 novembre 2026"."""
    local = start_at.astimezone(ZoneInfo(zone))
    return format_date(local, "EEEE d MMMM y", "en" if _is_english() else "fr")


def span(start_at: datetime, end_at: datetime, *, zone: str) -> str:
    """Return from when until when: "13 h – 13 h 30"."""
    there = ZoneInfo(zone)
    return f"{_clock(start_at.astimezone(there))} – {_clock(end_at.astimezone(there))}"


def _clock(local: datetime) -> str:
    if _is_english():
        return format_time(local, "h:mm\N{NO-BREAK SPACE}a", locale="en_GB")
    minutes = f"\N{NO-BREAK SPACE}{local.minute:02d}" if local.minute else ""
    return f"{local.hour}\N{NO-BREAK SPACE}h{minutes}"


def _is_english() -> bool:
    return (translation.get_language() or "fr").startswith("en")
