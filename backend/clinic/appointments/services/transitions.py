"""Decline, cancel, complete, no-show, withdraw: one transition of one appointment.

What may place the appointment elsewhere has a service of its own.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from clinic.appointments import policies
from clinic.appointments.lifecycle import OF_PROPOSALS, Party, Status, Transition, next_status
from clinic.appointments.models import Appointment
from clinic.appointments.services.history import before, write_transition
from clinic.appointments.services.locks import lock_appointment
from clinic.appointments.services.proposals import described, meant, overtaken, unsettled_proposal
from clinic.users.models import User

# While no doctor is assigned, no doctor's cancellation notice applies.
NO_NOTICE: Final = timedelta(0)
# Transitions that place nothing.
PLAIN: Final = frozenset(
    {
        Transition.DECLINE,
        Transition.CANCEL,
        Transition.COMPLETE,
        Transition.NO_SHOW,
        Transition.WITHDRAW,
    }
)


@transaction.atomic
def apply_transition(
    *,
    by: User,
    appointment_id: int,
    transition: Transition,
    now: datetime,
    reason: str = "",
    expected_versions: Collection[int] | None = None,
) -> Appointment:
    """Make one transition, keep its history, and record the event that tells others.

    While a proposal waits, declining declines the proposal and the appointment stands as it stood.
    Whatever will not take place gives its places back. Raises DoesNotExist (not visible),
    VersionConflict, InvalidTransition, Forbidden, TooLate or TooEarly, and ValueError for what is
    not ``PLAIN``.
    """
    if transition not in PLAIN:
        message = f"{transition} has a service of its own"
        raise ValueError(message)
    appointment, party = lock_appointment(
        by=by, appointment_id=appointment_id, expected_versions=expected_versions
    )
    proposal = unsettled_proposal(appointment)
    transition = meant(transition, proposal, now=now)
    was, details = before(appointment, proposal), overtaken(proposal, transition)
    if proposal is not None and transition in OF_PROPOSALS:
        details = described(appointment, proposal)
    said = {"reason"} if reason else ()
    status = allowed_status(appointment, transition, party=party, writing=said)
    require_in_time(appointment, transition, party=party, now=now)
    appointment.status = status
    write_transition(
        appointment,
        was,
        transition=transition,
        by=by,
        party=party,
        now=now,
        reason=reason,
        details=details,
    )
    return appointment


def allowed_status(
    appointment: Appointment,
    transition: Transition,
    *,
    party: Party,
    writing: Collection[str] = (),
) -> Status:
    """Return the status after the transition, with which ``party`` writes these fields.

    Raises InvalidTransition or Forbidden (``lifecycle``, ``policies.WRITABLE``).
    """
    following = next_status(Status(appointment.status), transition, by=party)
    policies.require_writable(
        transition, party, writing, is_assigned=appointment.doctor_id is not None
    )
    return following


def require_in_time(
    appointment: Appointment, transition: Transition, *, party: Party, now: datetime
) -> None:
    """Raise TooLate, TooEarly or InThePast when the clock forbids the transition (``policies``)."""
    policies.require_in_time(
        transition=transition,
        party=party,
        status=Status(appointment.status),
        start_at=appointment.start_at,
        cancel_notice=appointment.doctor.cancel_notice if appointment.doctor else NO_NOTICE,
        now=now,
    )
