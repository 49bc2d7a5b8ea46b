"""Times as people say them, in the reader's language and the practice's zone.

Pure but for the active language.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from django.utils import translation


def moment(start_at: datetime, *, zone: str) -> str:
    """Return an instant as a day and a time: "mercredi 25 novembre à 13 h 30"."""
    local = start_at.astimezone(ZoneInfo(zone))
    if (translation.get_language() or "fr").startswith("en"):
        clock = format_time(local, "h:mm\N{NO-BREAK SPACE}a", locale="en_GB")
        return f"{format_date(local, 'EEEE d MMMM', 'en')} at {clock}"
    hour = f"{local.hour}\N{NO-BREAK SPACE}h"
    minutes = f"\N{NO-BREAK SPACE}{local.minute:02d}" if local.minute else ""
    return f"{format_date(local, 'EEEE d MMMM', 'fr')} à {hour}{minutes}"
