"""How much a doctor may know of a patient, by what there is between them. Pure."""

from collections.abc import Iterable
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


class Meeting(NamedTuple):
    """An appointment of the two, as far as it matters here.

    ``is_agreed``: the patient, or an admin for them, made it; not the doctor on their own.
    """

    is_pending: bool
    is_confirmed: bool
    has_taken_place: bool
    is_agreed: bool


NOTHING: Final = None


def scope_of(meetings: Iterable[Meeting]) -> Scope | None:
    """Return how much these appointments open; None when they open nothing.

    A confirmed appointment that the patient or an admin made opens the record, and so does one
    that took place. A pending request, and what a doctor made on their own, opens who the patient
    is. What was declined, cancelled or missed opens nothing.
    """
    found = NOTHING
    for meeting in meetings:
        if meeting.has_taken_place or (meeting.is_confirmed and meeting.is_agreed):
            return Scope.RECORD
        if meeting.is_pending or meeting.is_confirmed:
            found = Scope.CONTACT
    return found
