"""What every write ends with: the row, its places, history and event, in the write's own
transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple

from clinic.appointments.events import TransitionMade
from clinic.appointments.lifecycle import (
    SETTLED,
    WITHOUT_PLACE,
    Party,
    ProposalState,
    Status,
    Transition,
)
from clinic.appointments.models import Appointment, AppointmentEvent, RescheduleProposal
from clinic.appointments.services.caring import keep_care
from clinic.appointments.services.overlapping import save_or_overlap
from clinic.outbox import services as outbox
from clinic.slots.services.capacity import release_place
from clinic.users.models import User

# What services change of an appointment after it was made.
CHANGEABLE: Final = (
    "status",
    "doctor",
    "slot",
    "start_at",
    "end_at",
    "motif",
    "mode",
    "location_note",
    "message_patient",
    "message_medecin",
    "accepted_at",
    "arrived_at",
    "version",
)


# What people say about an appointment: the history keeps the old words beside the new.
WORDS: Final = ("motif", "mode", "location_note", "message_patient", "message_medecin")


class Before(NamedTuple):
    """What a (locked) appointment was before a transition; its unsettled proposal is locked too."""

    status: Status
    places: set[int]
    proposal: RescheduleProposal | None
    doctor_id: int | None


def before(appointment: Appointment, proposal: RescheduleProposal | None = None) -> Before:
    """Return what the appointment is now, to be compared with what a transition makes of it."""
    return Before(
        status=Status(appointment.status),
        places=places_of(appointment, proposal),
        proposal=proposal,
        doctor_id=appointment.doctor_id,
    )


def places_of(appointment: Appointment, proposal: RescheduleProposal | None = None) -> set[int]:
    """Return the slots in which the appointment and its open proposal have a place; one place
    when both are in the same slot."""
    slot_ids = set()
    if appointment.slot_id is not None and appointment.status not in WITHOUT_PLACE:
        slot_ids.add(appointment.slot_id)
    if proposal is None or proposal.slot_id is None:
        return slot_ids
    return slot_ids | {proposal.slot_id} if proposal.state == ProposalState.OPEN else slot_ids


def words_of(appointment: Appointment) -> dict[str, str]:
    """Return what is said about the appointment now."""
    return {name: getattr(appointment, name) for name in WORDS}


def rewritten(said: dict[str, str], appointment: Appointment) -> dict[str, Any]:
    """Return for the history what was said (``words_of``) and what is said instead."""
    changes = {
        name: {"from": old, "to": getattr(appointment, name)}
        for name, old in said.items()
        if getattr(appointment, name) != old
    }
    return {"changes": changes} if changes else {}


def write_transition(
    appointment: Appointment,
    was: Before,
    *,
    transition: Transition,
    by: User | None,
    party: Party,
    now: datetime,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Save a (locked) appointment that a transition has changed, with all that follows.

    Its proposal is settled where ``lifecycle.SETTLED`` says so, and the places that it has no
    longer are given back. Raises PatientOverlap.
    """
    proposal = was.proposal
    appointment.version += 1
    save_or_overlap(appointment, fields=CHANGEABLE)
    if proposal is not None and transition in SETTLED:
        proposal.state = SETTLED[transition]
        proposal.save(update_fields=["state"])
    has = places_of(appointment, proposal)
    # By ascending id, as everybody locks slots.
    for slot_id in sorted(was.places - has):
        release_place(slot_id=slot_id)
    record_transition(
        appointment,
        transition=transition,
        by=by,
        party=party,
        from_status=was.status,
        now=now,
        slot_ids=was.places ^ has,
        reason=reason,
        details=details,
    )
    if was.doctor_id != appointment.doctor_id:
        # Given to another doctor: the former one may have nothing more to do with the patient.
        keep_care(appointment, transition=transition, doctor_id=was.doctor_id, now=now)


def record_transition(
    appointment: Appointment,
    *,
    transition: Transition,
    by: User | None,
    party: Party,
    from_status: Status | None,
    now: datetime,
    slot_ids: Iterable[int] = (),
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Write the history row of ``transition``, record its event, and keep who treats whom."""
    keep_care(appointment, transition=transition, doctor_id=appointment.doctor_id, now=now)
    row = AppointmentEvent.objects.create(
        appointment=appointment,
        at=now,
        by=by,
        party=party,
        transition=transition,
        from_status=from_status or "",
        to_status=appointment.status,
        reason=reason,
        details=details or {},
    )
    outbox.record(
        TransitionMade(
            appointment_id=appointment.pk,
            event_id=row.pk,
            doctor_id=appointment.doctor_id,
            slot_ids=tuple(sorted(slot_ids)),
            version=appointment.version,
        )
    )
