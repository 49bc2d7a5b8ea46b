"""How much a doctor may know of a patient, by what there is between them. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """How much is open."""

    # Who they are, how to reach them, and what they ask for.
    CONTACT = "contact", _("Identity and contact")
    # The clinical record too.
    RECORD = "record", _("Record")


class Basis(TextChoices):
    """Why it is open."""

    APPOINTMENT = "appointment", _("Appointment")
    EMERGENCY = "emergency", _("Emergency")


class Closer(TextChoices):
    """Who closed a record on purpose."""

    PATIENT = "patient", _("Patient")
    ADMIN = "admin", _("Administrator")


class Meeting(NamedTuple):
    """An appointment of the two, as far as it matters here.

    ``agreed_at`` is when the patient, who acts for them, or an admin made it, or has accepted what
    the doctor made on their own; None while nobody has.
    """

    is_pending: bool
    is_confirmed: bool
    has_taken_place: bool
    agreed_at: datetime | None
    has_arrived: bool = False

    @property
    def stands(self) -> bool:
        """Whether it waits for an answer or is to take place."""
        return self.is_pending or self.is_confirmed


NOTHING: Final = None


def scope_of(meetings: Iterable[Meeting], *, closed_at: datetime | None = None) -> Scope | None:
    """Return how much these appointments open; None when they open nothing.

    A confirmed appointment that the patient or an admin made, or has accepted, opens the record,
    and so does one to which the patient has come. A pending request, and what a doctor made on
    their own, opens who the patient is. What was declined, cancelled or missed opens nothing. Once
    the record was closed on purpose (``closed_at``), only what the patient's side has agreed to
    since opens it again.
    """
    found = NOTHING
    for meeting in meetings:
        if _opens_record(meeting, closed_at):
            return Scope.RECORD
        if meeting.stands:
            found = Scope.CONTACT
    return found


def is_renewed(meetings: Iterable[Meeting], *, closed_at: datetime | None) -> bool:
    """Return whether the patient's side has come back since the record was closed on purpose."""
    return any(
        (meeting.stands or meeting.has_taken_place) and _is_agreed(meeting, closed_at)
        for meeting in meetings
    )


def _opens_record(meeting: Meeting, closed_at: datetime | None) -> bool:
    if not (meeting.is_confirmed or meeting.has_taken_place):
        return False
    has_come = meeting.has_taken_place or meeting.has_arrived
    return _is_agreed(meeting, closed_at) or (has_come and closed_at is None)


def _is_agreed(meeting: Meeting, closed_at: datetime | None) -> bool:
    if meeting.agreed_at is None:
        return False
    return closed_at is None or meeting.agreed_at > closed_at
