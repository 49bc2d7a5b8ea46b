"""Who acts in what capacity and may write what, and when it is too soon, too late or too early.

Pure: no ORM, no clock, no request.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from clinic.appointments.lifecycle import InvalidTransition, Party, Status, Transition
from clinic.common.errors import Conflict, DomainError, Forbidden, Invalid
from clinic.slots.modes import ConsultationMode
from clinic.users.roles import Role


class TooSoon(Invalid):
    """The slot starts before the doctor's minimum notice has passed."""

    code = "too_soon"
    sentence = _("It is too late to book this slot online. Please choose a later one.")


class InThePast(Invalid):
    """The time has already passed."""

    code = "in_the_past"
    sentence = _("This time has already passed. Please choose a later one.")


class TooFar(Invalid):
    """The slot lies beyond what the doctor opens for booking."""

    code = "too_far"
    sentence = _("This doctor does not take bookings so far ahead yet.")


class TooLate(Forbidden):
    """The doctor's cancellation notice has begun."""

    code = "too_late"
    sentence = _(
        "It is too late to cancel or change this appointment online. Please call the practice."
    )


class TooEarly(Conflict):
    """The appointment has not begun."""

    code = "too_early"
    sentence = _("This is only possible once the appointment has begun.")


class IsOver(Conflict):
    """The appointment has ended."""

    code = "is_over"
    sentence = _("This appointment is over.")


class NobodyComes(Conflict):
    """The appointment is by video."""

    code = "by_video"
    sentence = _("This appointment is by video: the patient accepts it, nobody arrives.")


class NotThatDay(Conflict):
    """The appointment is on another day, or over."""

    code = "not_that_day"
    sentence = _("A patient is marked as arrived on the day of the appointment, and until it ends.")


class TooManyAppointments(Conflict):
    """The patient has as many active appointments ahead as one person may book."""

    code = "too_many_visits"
    sentence = _(
        "You already have as many upcoming appointments as can be booked online. "
        "Cancel one that you no longer need, or call the practice."
    )


def party_of(*, role: str, user_id: int, doctor_user_id: int | None) -> Party:
    """Return in what capacity this person acts on an appointment that they may see.

    Of patients these are their own, and those of whom they act for. A doctor is a party to a
    request that waits for any doctor. Raises Forbidden for a doctor who is not in charge.
    """
    if role == Role.ADMIN:
        return Party.ADMIN
    if role == Role.PATIENT:
        return Party.PATIENT
    if role == Role.DOCTOR and doctor_user_id in (None, user_id):
        return Party.DOCTOR
    raise Forbidden


_REASON: Final = frozenset({"reason"})
_PLACE: Final = frozenset({"slot", "reason"})
_TERMS: Final = frozenset({"slot", "mode", "message_medecin", "location_note"})
_WORDS: Final = frozenset({"motif", "mode", "message_medecin", "location_note"})
_NOTHING: Final[frozenset[str]] = frozenset()

# What each party may write with each transition that ``lifecycle.TRANSITIONS`` opens to them.
WRITABLE: Final[Mapping[tuple[Transition, Party], frozenset[str]]] = {
    (Transition.CONFIRM, Party.DOCTOR): _TERMS,
    (Transition.CONFIRM, Party.ADMIN): _TERMS,
    (Transition.DECLINE, Party.DOCTOR): _REASON,
    (Transition.DECLINE, Party.ADMIN): _REASON,
    (Transition.CANCEL, Party.PATIENT): _REASON,
    (Transition.CANCEL, Party.DOCTOR): _REASON,
    (Transition.CANCEL, Party.ADMIN): _REASON,
    (Transition.RESCHEDULE, Party.PATIENT): _PLACE,
    (Transition.RESCHEDULE, Party.DOCTOR): _PLACE,
    (Transition.RESCHEDULE, Party.ADMIN): _PLACE,
    (Transition.ASSIGN, Party.DOCTOR): frozenset({"doctor", "slot"}),
    (Transition.ASSIGN, Party.ADMIN): frozenset({"doctor", "slot"}),
    (Transition.EDIT, Party.PATIENT): frozenset({"motif", "mode", "message_patient"}),
    (Transition.EDIT, Party.DOCTOR): _WORDS,
    (Transition.EDIT, Party.ADMIN): _WORDS | {"message_patient"},
    (Transition.COMPLETE, Party.DOCTOR): _NOTHING,
    (Transition.COMPLETE, Party.ADMIN): _NOTHING,
    (Transition.NO_SHOW, Party.DOCTOR): _NOTHING,
    (Transition.NO_SHOW, Party.ADMIN): _NOTHING,
    (Transition.PROPOSE, Party.PATIENT): _PLACE | {"mode"},
    (Transition.ACCEPT, Party.DOCTOR): _TERMS,
    (Transition.ACCEPT, Party.ADMIN): _TERMS,
    (Transition.REFUSE, Party.DOCTOR): _REASON,
    (Transition.REFUSE, Party.ADMIN): _REASON,
    (Transition.WITHDRAW, Party.PATIENT): _REASON,
    (Transition.WITHDRAW, Party.DOCTOR): _REASON,
    (Transition.WITHDRAW, Party.ADMIN): _REASON,
    (Transition.AGREE, Party.PATIENT): _NOTHING,
    (Transition.AGREE, Party.DOCTOR): frozenset({"code"}),
    (Transition.ARRIVE, Party.DOCTOR): _NOTHING,
    (Transition.ARRIVE, Party.ADMIN): _NOTHING,
}
# What is open to each party of it while a request waits for any doctor: nobody is in charge yet,
# so a doctor can only take it, neither rewrite it nor turn it down for all.
WHILE_UNASSIGNED: Final[Mapping[Party, frozenset[Transition]]] = {
    Party.PATIENT: frozenset({Transition.CANCEL, Transition.EDIT}),
    Party.DOCTOR: frozenset({Transition.ASSIGN}),
    Party.ADMIN: frozenset(
        {Transition.ASSIGN, Transition.CANCEL, Transition.DECLINE, Transition.EDIT}
    ),
}


def may(transition: Transition, party: Party, *, is_assigned: bool) -> bool:
    """Return whether the transition is this party's to make, whatever the status and the clock."""
    return (transition, party) in WRITABLE and (
        is_assigned or transition in WHILE_UNASSIGNED[party]
    )


def require_writable(
    transition: Transition, party: Party, fields: Collection[str], *, is_assigned: bool
) -> None:
    """Raise Forbidden unless ``party`` may make the transition and write these fields with it."""
    if not may(transition, party, is_assigned=is_assigned):
        raise Forbidden
    if not WRITABLE[transition, party].issuperset(fields):
        raise Forbidden


def require_bookable_time(
    *,
    party: Party,
    start_at: datetime,
    min_notice: timedelta,
    horizon_days: int,
    now: datetime,
) -> None:
    """Raise :class:`InThePast`, :class:`TooSoon` or :class:`TooFar`.

    The notice and the horizon bind patients; the practice itself may book up to the last minute.
    """
    if start_at <= now:
        raise InThePast
    if party is not Party.PATIENT:
        return
    if start_at < now + min_notice:
        raise TooSoon
    if start_at >= now + timedelta(days=horizon_days):
        raise TooFar


def require_few_appointments(*, upcoming: int, most: int) -> None:
    """Raise :class:`TooManyAppointments` when a patient who has so many ahead wants one more.

    For patients only: the practice knows why it books another one.
    """
    if upcoming >= most:
        raise TooManyAppointments


def may_change_until(
    *, status: Status, start_at: datetime | None, cancel_notice: timedelta
) -> datetime | None:
    """Return until when the patient may cancel or reschedule; None when nothing limits it.

    A request that nobody confirmed yet may be withdrawn until it would begin.
    """
    if start_at is None:
        return None
    return start_at - cancel_notice if status is Status.CONFIRMED else start_at


def refusal_of(
    *,
    transition: Transition,
    party: Party,
    status: Status,
    start_at: datetime | None,
    cancel_notice: timedelta,
    now: datetime,
) -> type[DomainError] | None:
    """Return why the clock forbids the transition: TooLate, TooEarly, InThePast, or None."""
    if start_at is None:
        return None
    if transition in (Transition.COMPLETE, Transition.NO_SHOW):
        return TooEarly if now < start_at else None
    if transition in (Transition.CONFIRM, Transition.ACCEPT):
        return InThePast if now >= start_at else None
    if party is Party.PATIENT and transition in (Transition.CANCEL, Transition.RESCHEDULE):
        until = may_change_until(status=status, start_at=start_at, cancel_notice=cancel_notice)
        return TooLate if until is not None and now >= until else None
    if party is Party.PATIENT and transition is Transition.EDIT:
        return TooLate if now >= start_at else None
    return None


def require_in_time(
    *,
    transition: Transition,
    party: Party,
    status: Status,
    start_at: datetime | None,
    cancel_notice: timedelta,
    now: datetime,
) -> None:
    """Raise what :func:`refusal_of` returns."""
    refusal = refusal_of(
        transition=transition,
        party=party,
        status=status,
        start_at=start_at,
        cancel_notice=cancel_notice,
        now=now,
    )
    if refusal is not None:
        raise refusal


def attendance_refusal(
    transition: Transition,
    *,
    accepted_at: datetime | None,
    arrived_at: datetime | None,
    start_at: datetime | None,
    end_at: datetime | None,
    mode: str,
    zone: str,
    now: datetime,
) -> type[DomainError] | None:
    """Return why the patient's side cannot accept now, or not be marked as arrived: done already,
    over, by video, or on another day by the doctor's clock; None for what is possible, or is
    neither."""
    if transition not in (Transition.AGREE, Transition.ARRIVE):
        return None
    if start_at is None or end_at is None:
        return InvalidTransition
    if transition is Transition.AGREE:
        if accepted_at is not None:
            return InvalidTransition
        return IsOver if now >= end_at else None
    if arrived_at is not None:
        return InvalidTransition
    if mode == ConsultationMode.VIDEO:
        return NobodyComes
    there = ZoneInfo(zone)
    is_too_early = now.astimezone(there).date() < start_at.astimezone(there).date()
    return NotThatDay if is_too_early or now >= end_at else None


def is_proposal(*, status: Status, party: Party, auto_confirm: bool) -> bool:
    """Return whether a change of time or mode is only proposed: a patient's, of what the doctor has
    confirmed and confirms by hand. Everything else changes at once."""
    return party is Party.PATIENT and status is Status.CONFIRMED and not auto_confirm


def status_after_reschedule(*, status: Status, party: Party, auto_confirm: bool) -> Status:
    """Return the status at another time of what moves at once: a patient's request is confirmed by
    then when the doctor confirms automatically."""
    return Status.CONFIRMED if party is Party.PATIENT and auto_confirm else status


def proposal_expires_at(
    present_start: datetime,
    proposed_start: datetime,
    *,
    now: datetime,
    answer_within: timedelta,
) -> datetime:
    """Return until when a proposal waits: the doctor's time to answer, and never beyond the
    earlier of the two beginnings."""
    return min(now + answer_within, present_start, proposed_start)


def first_status(*, party: Party, auto_confirm: bool) -> Status:
    """Return the status of a new booking: what the practice books itself is confirmed."""
    return Status.CONFIRMED if auto_confirm or party is not Party.PATIENT else Status.PENDING
