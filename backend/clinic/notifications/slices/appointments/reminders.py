"""The reminder before an appointment: owed when it is confirmed, and moved and dropped with it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from clinic.appointments.lifecycle import Status, Transition
from clinic.appointments.selectors.rows import Row
from clinic.deliveries.services.owing import cancel_owed
from clinic.notifications.services import Mailing, named
from clinic.notifications.slices.appointments.words import patients_side

REMINDER: Final = "appointment_reminder"
# After these there is nothing yet to take back.
_BEGINNINGS: Final = frozenset({Transition.CREATE, Transition.CONFIRM})
# These leave time and status as they are.
_NOT_ABOUT_TIME: Final = frozenset(
    {
        Transition.PROPOSE,
        Transition.REFUSE,
        Transition.WITHDRAW,
        Transition.EXPIRE,
        Transition.AGREE,
        Transition.ARRIVE,
    }
)


def renewed_reminders(made: Iterable[tuple[Transition, Row]], *, now: datetime) -> list[Mailing]:
    """Take back what is outdated of these appointments' reminders; return those that are to be
    owed as the appointments are now."""
    wanted = []
    for transition, row in made:
        if transition in _NOT_ABOUT_TIME:
            continue
        reminders = _reminders(row, now=now)
        if transition not in _BEGINNINGS:
            kept = [reminder.dedupe_key for reminder in reminders]
            cancel_owed(subject=_subject(row), but=kept, now=now)
        wanted += reminders
    return wanted


def _reminders(row: Row, *, now: datetime) -> list[Mailing]:
    """Return the reminders of a confirmed appointment; none for one that is nearer than that."""
    start_at = row["start_at"]
    if row["status"] != Status.CONFIRMED or not settings.REMINDER_HOURS:
        return []
    due_at = start_at - timedelta(hours=settings.REMINDER_HOURS)
    if due_at <= now:
        return []
    start = int(start_at.timestamp())
    return [
        Mailing(
            to=to,
            kind=REMINDER,
            about={"appointment": row["id"], "start": start},
            subject=_subject(row),
            dedupe_key=f"{REMINDER}:{row['id']}:{start}:{named(to)}",
            concerns=start_at,
            not_before=due_at,
            renews=True,
        )
        for to in patients_side(row)
    ]


def _subject(row: Row) -> str:
    return f"reminder:{row['id']}"
