"""Writing entries: one plain insert, no lock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from clinic.audit.models import Action, AuditEntry


@dataclass(frozen=True)
class Actor:
    """Who acts, in which role and from where; an unknown person has no id."""

    user_id: int | None = None
    role: str = ""
    address: str | None = None


@dataclass(frozen=True)
class Seen:
    """What was seen or changed: rows of one model, and the patients whose data they are."""

    subject: str = ""
    route: str = ""
    objects: Sequence[int] = field(default_factory=tuple)
    patients: Sequence[int] = field(default_factory=tuple)


def record_access(
    *, by: Actor, action: Action, seen: Seen, now: datetime, reason: str = ""
) -> None:
    """Write that ``by`` has seen or changed other people's data."""
    AuditEntry.objects.create(
        at=now,
        actor_id=by.user_id,
        role=by.role,
        address=by.address,
        action=action,
        subject=seen.subject,
        route=seen.route,
        objects_seen=sorted(set(seen.objects)),
        patients=sorted(set(seen.patients)),
        reason=reason,
    )


def record_sign_in(*, by: Actor, is_success: bool, route: str, now: datetime) -> None:
    """Write that somebody signed in, or failed to."""
    action = Action.SIGN_IN if is_success else Action.SIGN_IN_FAILED
    record_access(by=by, action=action, seen=Seen(route=route), now=now)
