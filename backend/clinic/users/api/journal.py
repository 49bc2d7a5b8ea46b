"""Who has seen what, from the request to the audit trail."""

from collections.abc import Callable, Collection

import structlog
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.request import Request

from clinic.audit.models import Action
from clinic.audit.services.recording import Actor, Seen, record_access, record_sign_in
from clinic.common.api.journal import Access
from clinic.users.api.lockout import address_of, http_of
from clinic.users.models import User
from clinic.users.roles import Role

log = structlog.get_logger(__name__)


# Returns among patients those whom an account acts for, and who have one of their own.
WardsAmong = Callable[[User, Collection[int]], Collection[int]]


def journal_access(request: Request, access: Access, *, wards_among: WardsAmong) -> None:
    """Write down what somebody saw or changed of other people's data.

    Patients see their own, and that of people without an account for whom they act, which is nobody
    else's business; that of people who have one is theirs to know of. What cannot be written down
    is not shown; a change that is already done stays, and the fault is logged.
    """
    user = request.user
    if not isinstance(user, User):
        return
    try:
        if user.role == Role.PATIENT:
            if not (wards := wards_among(user, access.patients)):
                return
            access = access.about(wards)
        record_access(
            by=actor_of(request, user),
            action=Action.WRITE if access.is_write else Action.READ,
            seen=Seen(
                subject=access.model.__name__,
                route=access.route,
                objects=access.objects,
                patients=access.patients,
            ),
            now=timezone.now(),
            reason=access.reason,
        )
    except DatabaseError:
        if not access.is_write:
            raise
        log.exception("audit.not_written", route=access.route, user_id=user.pk)


def journal_sign_in(request: Request, user: User | None) -> None:
    """Write down that somebody signed in, or failed to: then without a name."""
    route = request.resolver_match.url_name if request.resolver_match else ""
    record_sign_in(
        by=actor_of(request, user),
        is_success=user is not None,
        route=route or "",
        now=timezone.now(),
    )


def actor_of(request: Request, user: User | None) -> Actor:
    """Return who acts, and from where."""
    address = address_of(http_of(request))
    return Actor(user.pk, user.role, address) if user else Actor(address=address)


def journal_backoffice_sign_in(request: HttpRequest, user: User, **_ignored: object) -> None:
    """Write down that somebody signed in to Django's admin (``user_logged_in``)."""
    by = Actor(user.pk, user.role, address_of(request))
    record_sign_in(by=by, is_success=True, route="admin:login", now=timezone.now())
