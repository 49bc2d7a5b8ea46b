"""Storing what people are told, and marking it read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from clinic.appointments.lifecycle import Party, Status, Transition
from clinic.appointments.models import AppointmentEvent
from clinic.appointments.selectors.people import people_of
from clinic.appointments.selectors.rows import doctor_name, patient_name
from clinic.common.text import iso_utc
from clinic.notifications import events
from clinic.notifications.models import Notification
from clinic.notifications.policies import kinds_for
from clinic.outbox import services as outbox
from clinic.outbox.models import Event
from clinic.users.models import User
from clinic.users.roles import Role


def tell_of_transition(event: Event) -> None:
    """Store what the people of an appointment are told of its transition (outbox handler).

    Runs inside the relay's transaction: repeated, it has already happened.
    """
    history = AppointmentEvent.objects.get(pk=event.payload["event_id"])
    row = people_of(event.payload["appointment_id"])
    if row is None:
        return
    told = kinds_for(
        transition=Transition(history.transition),
        party=Party(history.party),
        status=Status(history.to_status),
        # As it was then: it may have been assigned since, which is told by itself.
        has_doctor=event.payload["doctor_id"] is not None,
    )
    for party, kind in told.items():
        for user_id, link in _recipients(party, row):
            data = _data_for(party, row) | _proposed_in(history)
            _store(event, user_id, kind=kind, link=link, data=data)


def tell_of_registration(event: Event) -> None:
    """Tell the admins that somebody waits for approval (outbox handler)."""
    newcomer = User.objects.filter(pk=event.payload["user_id"], is_approved=False).first()
    if newcomer is None:
        return
    for user_id in _admins():
        data = {"who": newcomer.username, "email": newcomer.email, "role": newcomer.role}
        _store(event, user_id, kind="approval_waiting", link="/admin-clinique", data=data)


def tell_of_approval(event: Event) -> None:
    """Tell somebody that their account is approved (outbox handler)."""
    _store(event, event.payload["user_id"], kind="account_approved", link="/", data={})


@transaction.atomic
def mark_read(*, reader: User, now: datetime, ids: list[int] | None = None) -> int:
    """Mark the reader's unread notifications as read, all or those of ``ids``; return how many."""
    unread = Notification.objects.visible_to(reader).unread()
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.update(read_at=now)


def _recipients(party: Party, row: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Return user ids with the page that each is led to."""
    if party is Party.ADMIN:
        return [(user_id, "/admin-clinique/rendez-vous") for user_id in _admins()]
    if party is Party.DOCTOR:
        link = f"/medecin/rendez-vous/{row['id']}"
        return [(row["doctor_user"], link)] if row["doctor_user"] else []
    return [(row["patient_user"], f"/rendez-vous/{row['id']}")]


def _data_for(party: Party, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return who and when, as the recipient sees it. No reason and no message: health data."""
    start_at = row["start_at"] or row["requested_start_at"]
    return {
        "who": (doctor_name(row) or "") if party is Party.PATIENT else patient_name(row),
        "start_at": iso_utc(start_at) if start_at else None,
        "zone": row["doctor__time_zone"] or settings.CLINIC_TIME_ZONE,
    }


def _proposed_in(history: AppointmentEvent) -> dict[str, Any]:
    """Return the time that was proposed."""
    if history.transition != Transition.PROPOSE:
        return {}
    return {"proposed_at": history.details["to"]}


def _admins() -> list[int]:
    admins = User.objects.filter(role=Role.ADMIN, is_approved=True, is_active=True)
    return list(admins.values_list("pk", flat=True))


def _store(event: Event, user_id: int, *, kind: str, link: str, data: dict[str, Any]) -> None:
    stored = Notification.objects.create(
        recipient_id=user_id,
        kind=kind,
        data=data,
        link=link,
        created_at=event.recorded_at,
        event_id=event.pk,
    )
    outbox.record(events.STORED, notification_id=stored.pk)
