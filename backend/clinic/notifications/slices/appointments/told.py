"""Who is told of which transition, and what all who watch are shown."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from django.utils import timezone

from clinic.appointments.events import LeaverCancelled, TransitionMade
from clinic.appointments.lifecycle import Party, Status, Transition
from clinic.appointments.models import AppointmentEvent
from clinic.appointments.selectors.people import people_of
from clinic.appointments.selectors.rows import Row
from clinic.deliveries.services.owing import Recipient
from clinic.notifications import live
from clinic.notifications.services import Mailing, Notice, admins, mail, named, tell
from clinic.notifications.slices.appointments.audience import kinds_for, receipt_for
from clinic.notifications.slices.appointments.reminders import renewed_reminders
from clinic.notifications.slices.appointments.words import (
    data_for,
    patients_accounts,
    patients_side,
    proposed_in,
    settled_in,
)
from clinic.notifications.slices.slots import frames_of
from clinic.outbox.events import Fact
from clinic.users.services.mails import LEAVER, USER


class News(NamedTuple):
    """A transition, its row in the history, and the appointment's people as they are now."""

    fact: Fact[TransitionMade]
    history: AppointmentEvent
    row: Row


def on_transition(facts: Sequence[Fact[TransitionMade]]) -> None:
    """Tell the people of appointments of their transitions, by mail too, and show these to all who
    watch (outbox handler)."""
    people = people_of({fact.payload.appointment_id for fact in facts})
    known = [fact for fact in facts if fact.payload.appointment_id in people]
    history = AppointmentEvent.objects.in_bulk([fact.payload.event_id for fact in known])
    news = [
        News(fact, history[fact.payload.event_id], people[fact.payload.appointment_id])
        for fact in known
    ]
    _show([one for one in news if live.is_fresh(one.fact.recorded_at)])
    notices = [(one, notice) for one in news for notice in _notices(one)]
    tell(notice for _one, notice in notices)
    mailings = [_mailing(one, (USER, notice.user_id), notice.kind) for one, notice in notices]
    mailings += [mailing for one in news for mailing in _to_nobodys_account(one)]
    receipts = [receipt for one in news for receipt in _receipts(one)]
    now = timezone.now()
    reminders = renewed_reminders(
        ((Transition(one.history.transition), one.row) for one in news), now=now
    )
    mail([*mailings, *receipts, *reminders], now=now)


def on_leaver_cancelled(facts: Sequence[Fact[LeaverCancelled]]) -> None:
    """Mail whoever has left what was cancelled with their account (outbox handler)."""
    mailings = [
        Mailing(
            to=(LEAVER, fact.payload.user_id),
            kind="appointment_cancelled",
            about={"appointment": appointment_id},
            subject=f"appointment:{appointment_id}",
            dedupe_key=f"appointment_cancelled:{appointment_id}:{LEAVER}:{fact.payload.user_id}",
        )
        for fact in facts
        for appointment_id in fact.payload.appointment_ids
    ]
    mail(mailings, now=timezone.now())


def _told(one: News) -> dict[Party, str]:
    return kinds_for(
        transition=Transition(one.history.transition),
        party=Party(one.history.party),
        status=Status(one.history.to_status),
        # As it was then: it may have been assigned since, which is told by itself.
        has_doctor=one.fact.payload.doctor_id is not None,
    )


def _to_nobodys_account(one: News) -> list[Mailing]:
    """Return the mail to a patient who has an address and no account."""
    kind = _told(one).get(Party.PATIENT)
    side = patients_side(one.row) if kind else []
    return [_mailing(one, to, kind) for to in side if kind and to[0] != USER]


def _notices(one: News) -> list[Notice]:
    told = _told(one)
    more = proposed_in(one.history) | settled_in(one.history)
    return [
        Notice(
            of=one.fact,
            user_id=user_id,
            kind=kind,
            link=link,
            data=data_for(party, one.row, user_id=user_id) | more,
        )
        for party, kind in told.items()
        for user_id, link in _recipients(party, one.row)
    ]


def _receipts(one: News) -> list[Mailing]:
    kind = receipt_for(
        transition=Transition(one.history.transition),
        party=Party(one.history.party),
        status=Status(one.history.to_status),
    )
    if kind is None:
        return []
    patient = _recipients(Party.PATIENT, one.row)
    return [
        replace(_mailing(one, (USER, user_id), kind), is_receipt=user_id == one.history.by_id)
        for user_id, _link in patient
    ]


def _mailing(one: News, to: Recipient, kind: str) -> Mailing:
    return Mailing(
        to=to,
        kind=kind,
        about={"appointment": one.row["id"], "event": one.history.pk},
        subject=f"appointment:{one.row['id']}",
        dedupe_key=f"{kind}:{one.history.pk}:{named(to)}",
        # What happens soon is told at night too.
        concerns=one.row["start_at"] or one.row["requested_start_at"],
    )


def _recipients(party: Party, row: Row) -> list[tuple[int, str]]:
    """Return user ids with the page that each is led to."""
    if party is Party.ADMIN:
        return [(user_id, "/admin-clinique/rendez-vous") for user_id in admins()]
    if party is Party.DOCTOR:
        users, link = [row["doctor_user"]], f"/medecin/rendez-vous/{row['id']}"
    else:
        users, link = patients_accounts(row), f"/rendez-vous/{row['id']}"
    return [(user_id, link) for user_id in users if user_id]


def _show(news: list[News]) -> None:
    slots = frames_of(slot_id for one in news for slot_id in one.fact.payload.slot_ids)
    live.show_after_commit([*slots, *(_frame(one) for one in news)])


def _frame(one: News) -> live.Addressed:
    frame = {
        "type": "appointment",
        "event": one.fact.id,
        "id": one.row["id"],
        "status": one.row["status"],
        "version": one.row["version"],
        "start_time": one.row["start_at"],
        "doctor": one.row["doctor_id"],
        "patient": one.row["patient_id"],
    }
    people = [*patients_accounts(one.row), one.row["doctor_user"]]
    return [live.user_group(user_id) for user_id in people if user_id], frame
