"""Pages of the directory, soonest free slot first."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from rest_framework.request import Request

from clinic.common.api.pagination import LinkedCursorPagination, unknown_page

# A cursor remembers the moment of the first page, so that the order stands still while one reads.
_STANDS_STILL: Final = timedelta(minutes=10)


class EarliestPages(LinkedCursorPagination):
    """Whoever has the earliest free slot first, as it was at the moment of the first page."""

    ordering = ("next_start", "id")

    def as_of(self, request: Request, *, now: datetime) -> datetime:
        """Return that moment: now, unless a cursor that is not too old remembers another.

        Raises :class:`Invalid` on a broken cursor.
        """
        self.carried = (now.timestamp(),)
        held = self.read_cursor(request)
        if held is not None:
            began_at = _instant(held[0] if held else None)
            if now - _STANDS_STILL <= began_at <= now:
                self.carried = (began_at.timestamp(),)
        return _instant(self.carried[0])


def _instant(seconds: Any) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, tz=UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise unknown_page() from None
