"""What may be done to an appointment now, and until when."""

from datetime import datetime, timedelta

from clinic.appointments.lifecycle import ACTIVE, ASKED_AS, Status, Transition, transitions_for
from clinic.appointments.policies import (
    attendance_refusal,
    may,
    may_change_until,
    party_of,
    refusal_of,
)
from clinic.appointments.selectors.rows import Row, waiting_proposal
from clinic.users.models import User
from clinic.users.roles import Role


def open_transitions(row: Row, *, viewer: User, now: datetime) -> list[Transition]:
    """Return what ``viewer`` can do to this appointment now."""
    party = party_of(
        role=viewer.role,
        user_id=viewer.pk,
        doctor_user_id=row["doctor__user_id"],
    )
    status = Status(row["status"])
    if status not in ACTIVE:
        return []
    notice = _notice(row)
    is_proposed = waiting_proposal(row, now=now) is not None
    return [
        ASKED_AS.get(transition, transition)
        for transition in transitions_for(status, party, is_proposed=is_proposed)
        if may(transition, party, is_assigned=row["doctor_id"] is not None)
        and not refusal_of(
            transition=transition,
            party=party,
            status=status,
            start_at=row["start_at"],
            cancel_notice=notice,
            now=now,
        )
        and not attendance_refusal(
            transition,
            accepted_at=row["accepted_at"],
            arrived_at=row["arrived_at"],
            start_at=row["start_at"],
            end_at=row["end_at"],
            mode=row["mode"],
            zone=row["doctor__time_zone"],
            now=now,
        )
    ]


def changeable_until(row: Row) -> datetime | None:
    """Return until when the patient may cancel or reschedule this appointment online."""
    status = Status(row["status"])
    if status not in ACTIVE:
        return None
    return may_change_until(status=status, start_at=row["start_at"], cancel_notice=_notice(row))


def _notice(row: Row) -> timedelta:
    return timedelta(minutes=row["doctor__cancel_notice_minutes"] or 0)


def is_clinic(viewer: User) -> bool:
    """Return whether the viewer works at the clinic: they see patients' phone numbers."""
    return viewer.role in (Role.DOCTOR, Role.ADMIN)
