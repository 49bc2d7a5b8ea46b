"""Who is told of which transition, and what all who watch are shown."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings

from clinic.appointments.events import TransitionMade
from clinic.appointments.lifecycle import Party, Status, Transition
from clinic.appointments.models import AppointmentEvent
from clinic.appointments.selectors.people import people_of
from clinic.appointments.selectors.rows import Row, doctor_name, patient_name
from clinic.common.text import iso_utc
from clinic.notifications import live
from clinic.notifications.services import Notice, admins, tell
from clinic.notifications.slices.slots import frames_of
from clinic.outbox.events import Fact

_TOLD: Final[Mapping[Transition, str]] = {
    Transition.CONFIRM: "appointment_confirmed",
    Transition.DECLINE: "appointment_declined",
    Transition.CANCEL: "appointment_cancelled",
    Transition.RESCHEDULE: "appointment_moved",
    Transition.ASSIGN: "appointment_assigned",
    Transition.EDIT: "appointment_edited",
    Transition.PROPOSE: "proposal_made",
    Transition.ACCEPT: "proposal_accepted",
    Transition.REFUSE: "proposal_declined",
    Transition.WITHDRAW: "proposal_withdrawn",
    Transition.EXPIRE: "proposal_expired",
}


def on_transition(facts: Sequence[Fact[TransitionMade]]) -> None:
    """Tell the people of appointments of their transitions, and show these to all who watch
    (outbox handler)."""
    people = people_of({fact.payload.appointment_id for fact in facts})
    known = [fact for fact in facts if fact.payload.appointment_id in people]
    history = AppointmentEvent.objects.in_bulk([fact.payload.event_id for fact in known])
    fresh = [fact for fact in known if live.is_fresh(fact.recorded_at)]
    slots = frames_of(slot_id for fact in fresh for slot_id in fact.payload.slot_ids)
    shown = [_frame(fact, people[fact.payload.appointment_id]) for fact in fresh]
    live.show_after_commit([*slots, *shown])
    tell(
        notice
        for fact in known
        for notice in _notices(
            fact, history[fact.payload.event_id], people[fact.payload.appointment_id]
        )
    )


def kinds_for(
    *, transition: Transition, party: Party, status: Status, has_doctor: bool
) -> dict[Party, str]:
    """Return what each party is told of a transition that ``party`` made; nobody is told their own.

    ``status`` and ``has_doctor`` are those after it. Of a request without a doctor every admin
    hears, whoever wrote it down. An appointment that took place, or did not, is no news to anybody.
    """
    if transition is Transition.CREATE:
        told = _told_of_new(status)
    elif transition is Transition.CONFIRM:
        told = {Party.PATIENT: _TOLD[transition]}
    elif transition in _TOLD:
        told = {Party.DOCTOR: _TOLD[transition], Party.PATIENT: _TOLD[transition]}
    else:
        return {}
    others = {recipient: kind for recipient, kind in told.items() if recipient is not party}
    if transition is Transition.CREATE and not has_doctor:
        others.pop(Party.DOCTOR, None)
        return {Party.ADMIN: "appointment_waiting", **others}
    return others


def _told_of_new(status: Status) -> dict[Party, str]:
    if status is Status.CONFIRMED:
        return {Party.DOCTOR: "appointment_booked", Party.PATIENT: "appointment_confirmed"}
    return {Party.DOCTOR: "appointment_requested", Party.PATIENT: "appointment_asked"}


def _notices(fact: Fact[TransitionMade], history: AppointmentEvent, row: Row) -> list[Notice]:
    told = kinds_for(
        transition=Transition(history.transition),
        party=Party(history.party),
        status=Status(history.to_status),
        # As it was then: it may have been assigned since, which is told by itself.
        has_doctor=fact.payload.doctor_id is not None,
    )
    proposed = _proposed_in(history)
    return [
        Notice(
            of=fact, user_id=user_id, kind=kind, link=link, data=_data_for(party, row) | proposed
        )
        for party, kind in told.items()
        for user_id, link in _recipients(party, row)
    ]


def _recipients(party: Party, row: Row) -> list[tuple[int, str]]:
    """Return user ids with the page that each is led to."""
    if party is Party.ADMIN:
        return [(user_id, "/admin-clinique/rendez-vous") for user_id in admins()]
    if party is Party.DOCTOR:
        link = f"/medecin/rendez-vous/{row['id']}"
        return [(row["doctor_user"], link)] if row["doctor_user"] else []
    return [(row["patient_user"], f"/rendez-vous/{row['id']}")]


def _data_for(party: Party, row: Row) -> dict[str, Any]:
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


def _frame(fact: Fact[TransitionMade], row: Row) -> live.Addressed:
    frame = {
        "type": "appointment",
        "event": fact.id,
        "id": row["id"],
        "status": row["status"],
        "version": row["version"],
        "start_time": row["start_at"],
        "doctor": row["doctor_id"],
        "patient": row["patient_id"],
    }
    people = [row["patient_user"], row["doctor_user"]]
    return [live.user_group(user_id) for user_id in people if user_id], frame
