"""Settling the proposals that nobody will answer any more: too late, or the slot is gone."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from clinic.appointments.lifecycle import SLOT_GONE, Party, Transition, next_status
from clinic.appointments.models import (
    Appointment,
    RescheduleProposal,
    RescheduleProposalQuerySet,
)
from clinic.appointments.services.history import before, write_transition
from clinic.appointments.services.locks import lock_patient
from clinic.appointments.services.proposals import described, unsettled_proposal
from clinic.slots.modes import Mode

# The doctor has closed the slot (an absence, other hours), or no longer offers the mode there.
_GONE = Q(slot=None) | Q(slot__is_open=False) | ~Q(slot__mode__in=[F("mode"), Mode.BOTH])


def hopeless_proposals(*, now: datetime) -> list[int]:
    """Return the unsettled proposals that can no longer be accepted, the longest overdue first."""
    return list(_hopeless(now).order_by("expires_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def settle_proposal(*, proposal_id: int, now: datetime) -> bool:
    """Settle such a proposal, unless somebody was quicker; return whether it was settled.

    The appointment stands as it stood, and the proposed place is free again.
    """
    seen = RescheduleProposal.objects.values("appointment_id", "appointment__patient_id")
    ids = seen.get(pk=proposal_id)
    lock_patient(patient_id=ids["appointment__patient_id"])
    appointments = Appointment.objects.select_for_update(of=("self",), no_key=True)
    appointment = appointments.select_related("patient", "doctor").get(pk=ids["appointment_id"])
    proposal = unsettled_proposal(appointment)
    if proposal is None or not _hopeless(now).filter(pk=proposal_id).exists():
        return False
    is_late = proposal.expires_at <= now
    transition = Transition.EXPIRE if is_late else Transition.REFUSE
    details = described(appointment, proposal)
    was = before(appointment, proposal)
    appointment.status = next_status(was.status, transition, by=Party.SYSTEM)
    write_transition(
        appointment,
        was,
        transition=transition,
        by=None,
        party=Party.SYSTEM,
        now=now,
        details=details if is_late else {**details, SLOT_GONE: True},
    )
    return True


def _hopeless(now: datetime) -> RescheduleProposalQuerySet:
    return RescheduleProposal.objects.unsettled().filter(Q(expires_at__lte=now) | _GONE)
