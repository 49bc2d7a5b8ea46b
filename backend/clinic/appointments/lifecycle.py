"""The life of an appointment: states, transitions, and who may make them (DOMAIN.md "Appointment").

Pure: no ORM, no clock, no request.
"""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Conflict, Forbidden


class Status(TextChoices):
    """Where an appointment stands."""

    PENDING = "pending", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    COMPLETED = "completed", _("Completed")
    NO_SHOW = "no_show", _("Did not come")


class Transition(TextChoices):
    """What can be done to an appointment."""

    CREATE = "create", _("Booked")
    CONFIRM = "confirm", _("Confirmed")
    DECLINE = "decline", _("Declined")
    CANCEL = "cancel", _("Cancelled")
    COMPLETE = "complete", _("Completed")
    NO_SHOW = "no_show", _("Marked as not come")
    RESCHEDULE = "reschedule", _("Moved")
    ASSIGN = "assign", _("Assigned")
    EDIT = "edit", _("Changed")


class Party(TextChoices):
    """In what capacity somebody acts on one appointment."""

    PATIENT = "patient", _("Patient")
    DOCTOR = "doctor", _("Doctor")
    ADMIN = "admin", _("Administrator")
    SYSTEM = "system", _("System")


# Statuses that take a place in a slot; the database's overlap rule names the same two.
ACTIVE: Final = frozenset({Status.PENDING, Status.CONFIRMED})
# Nothing happens any more after these.
FINAL: Final = frozenset(Status) - ACTIVE

# In the details of a cancellation that followed; the value is whose account it was.
ACCOUNT_CLOSED: Final = "account_closed"

_EVERYONE: Final = frozenset(Party)
_CLINIC: Final = frozenset({Party.DOCTOR, Party.ADMIN})
_CLINIC_AND_SYSTEM: Final = _CLINIC | {Party.SYSTEM}

TRANSITIONS: Final[Mapping[tuple[Status, Transition], tuple[Status, frozenset[Party]]]] = {
    (Status.PENDING, Transition.CONFIRM): (Status.CONFIRMED, _CLINIC_AND_SYSTEM),
    (Status.PENDING, Transition.DECLINE): (Status.DECLINED, _CLINIC),
    (Status.PENDING, Transition.CANCEL): (Status.CANCELLED, _EVERYONE),
    (Status.PENDING, Transition.RESCHEDULE): (Status.PENDING, _EVERYONE),
    (Status.PENDING, Transition.ASSIGN): (Status.PENDING, _CLINIC_AND_SYSTEM),
    (Status.PENDING, Transition.EDIT): (Status.PENDING, _EVERYONE),
    (Status.CONFIRMED, Transition.CANCEL): (Status.CANCELLED, _EVERYONE),
    (Status.CONFIRMED, Transition.RESCHEDULE): (Status.CONFIRMED, _EVERYONE),
    (Status.CONFIRMED, Transition.EDIT): (Status.CONFIRMED, _EVERYONE),
    (Status.CONFIRMED, Transition.COMPLETE): (Status.COMPLETED, _CLINIC),
    (Status.CONFIRMED, Transition.NO_SHOW): (Status.NO_SHOW, _CLINIC),
}


class InvalidTransition(Conflict):
    """The appointment's present status does not allow this transition."""

    code = "invalid_transition"
    sentence = _("This appointment can no longer be changed in this way. Reload to see its state.")


def next_status(status: Status, transition: Transition, *, by: Party) -> Status:
    """Return the status after ``transition``.

    Raises :class:`InvalidTransition` when the status does not allow it, and :class:`Forbidden`
    when it does, but not to this party.
    """
    if (status, transition) not in TRANSITIONS:
        raise InvalidTransition
    following, parties = TRANSITIONS[status, transition]
    if by not in parties:
        raise Forbidden
    return following


def transitions_for(status: Status, party: Party) -> list[Transition]:
    """Return what ``party`` can do from ``status``, in the order of the table."""
    return [
        transition
        for (source, transition), (_target, parties) in TRANSITIONS.items()
        if source == status and party in parties and transition is not Transition.EDIT
    ]
