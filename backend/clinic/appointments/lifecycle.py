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
    PROPOSE = "propose", _("Other time proposed")
    ACCEPT = "accept", _("Proposal accepted")
    REFUSE = "refuse", _("Proposal declined")
    WITHDRAW = "withdraw", _("Proposal withdrawn")
    EXPIRE = "expire", _("Proposal expired")
    AGREE = "agree", _("Accepted by the patient")
    ARRIVE = "arrive", _("Arrived")


class ProposalState(TextChoices):
    """Where a patient's proposal to move a confirmed appointment stands."""

    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class AcceptedBy(TextChoices):
    """By what the patient's side accepted what a doctor made on their own."""

    ACCOUNT = "account", _("Accepted in an account")
    LINK = "link", _("Accepted by the link of a mail")
    CODE = "code", _("Accepted by the code that the patient read out")
    ARRIVAL = "arrival", _("Accepted by coming")


class MailedTo(TextChoices):
    """Whose address a link was mailed to."""

    ACCOUNT = "account", _("to the address of an account")
    WRITTEN_DOWN = "written_down", _("to the address that the practice wrote down")


class Party(TextChoices):
    """The capacity in which somebody acts on an appointment."""

    PATIENT = "patient", _("Patient")
    DOCTOR = "doctor", _("Doctor")
    ADMIN = "admin", _("Administrator")
    SYSTEM = "system", _("System")


# Statuses that take a place in a slot; the database's overlap rule names the same two.
ACTIVE: Final = frozenset({Status.PENDING, Status.CONFIRMED})
# Nothing happens any more after these.
FINAL: Final = frozenset(Status) - ACTIVE
# What will not take place has no place; what took place, or was missed, keeps it.
WITHOUT_PLACE: Final = frozenset({Status.DECLINED, Status.CANCELLED})

# In the details of a cancellation that followed; the value is whose account it was.
ACCOUNT_CLOSED: Final = "account_closed"
# In the details of an acceptance, and of an arrival: by what it was given.
ACCEPTED_BY: Final = "accepted_by"
# In those of an acceptance by link: to which address that was mailed.
MAILED_TO: Final = "mailed_to"
# In the details of a refusal by the system: the doctor's calendar no longer has that time.
SLOT_GONE: Final = "slot_gone"

# What an answer means while a proposal is open: it is given to the proposal.
ANSWERS: Final[Mapping[Transition, Transition]] = {
    Transition.CONFIRM: Transition.ACCEPT,
    Transition.DECLINE: Transition.REFUSE,
}
# By which names these are asked for: an open proposal is answered as a request is, and the
# patient's side accepts what the doctor made.
ASKED_AS: Final[Mapping[Transition, Transition]] = {
    Transition.ACCEPT: Transition.CONFIRM,
    Transition.REFUSE: Transition.DECLINE,
    Transition.AGREE: Transition.ACCEPT,
}
# What becomes of an open proposal; a move, a cancellation or another mode overtakes it.
SETTLED: Final[Mapping[Transition, ProposalState]] = {
    Transition.ACCEPT: ProposalState.ACCEPTED,
    Transition.REFUSE: ProposalState.DECLINED,
    Transition.WITHDRAW: ProposalState.WITHDRAWN,
    Transition.EXPIRE: ProposalState.EXPIRED,
    Transition.RESCHEDULE: ProposalState.WITHDRAWN,
    Transition.EDIT: ProposalState.WITHDRAWN,
    Transition.CANCEL: ProposalState.WITHDRAWN,
    Transition.COMPLETE: ProposalState.EXPIRED,
    Transition.NO_SHOW: ProposalState.EXPIRED,
}

_EVERYONE: Final = frozenset(Party)
_CLINIC: Final = frozenset({Party.DOCTOR, Party.ADMIN})
_CLINIC_AND_SYSTEM: Final = _CLINIC | {Party.SYSTEM}
_PEOPLE: Final = _CLINIC | {Party.PATIENT}

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
    (Status.CONFIRMED, Transition.PROPOSE): (Status.CONFIRMED, frozenset({Party.PATIENT})),
    (Status.CONFIRMED, Transition.ACCEPT): (Status.CONFIRMED, _CLINIC),
    (Status.CONFIRMED, Transition.REFUSE): (Status.CONFIRMED, _CLINIC_AND_SYSTEM),
    (Status.CONFIRMED, Transition.WITHDRAW): (Status.CONFIRMED, _PEOPLE),
    (Status.CONFIRMED, Transition.EXPIRE): (Status.CONFIRMED, frozenset({Party.SYSTEM})),
    # The doctor with the code that the patient reads out.
    (Status.CONFIRMED, Transition.AGREE): (
        Status.CONFIRMED,
        frozenset({Party.PATIENT, Party.DOCTOR}),
    ),
    (Status.CONFIRMED, Transition.ARRIVE): (Status.CONFIRMED, _CLINIC),
}
# These need an open proposal.
OF_PROPOSALS: Final = frozenset(
    {Transition.ACCEPT, Transition.REFUSE, Transition.WITHDRAW, Transition.EXPIRE}
)
# Nobody asks for these by name: they are what saying it anew, or moving, turns out to be.
_UNNAMED: Final = frozenset({Transition.EDIT, Transition.PROPOSE, Transition.EXPIRE})


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


def transitions_for(status: Status, party: Party, *, is_proposed: bool = False) -> list[Transition]:
    """Return what ``party`` can do from ``status``, in the order of the table; ``ASKED_AS`` names
    it."""
    return [
        transition
        for (source, transition), (_target, parties) in TRANSITIONS.items()
        if source == status
        and party in parties
        and transition not in _UNNAMED
        and (is_proposed or transition not in OF_PROPOSALS)
    ]
