"""Cancelling what lies ahead of somebody whose account was closed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from clinic.appointments.events import LeaverCancelled
from clinic.appointments.lifecycle import ACCOUNT_CLOSED, Party, Transition, next_status
from clinic.appointments.models import Appointment, RescheduleProposal
from clinic.appointments.services.history import before, places_of, write_transition
from clinic.outbox import services as outbox
from clinic.patients.models import Patient
from clinic.patients.selectors import wards_without_others
from clinic.patients.services.dependants import end_guardianships
from clinic.slots.models import Slot
from clinic.users.models import User

# An appointment with its open proposal, both locked.
Ahead = tuple[Appointment, RescheduleProposal | None]


@transaction.atomic
def cancel_appointments_of(*, user_id: int, now: datetime) -> int:
    """Cancel the appointments and requests ahead of somebody who has left; return how many.

    The other person is told as of any cancellation, whoever has left by a last mail
    (``LeaverCancelled``), and the places are free again. What has begun
    stays for the practice to settle, and everything stays when the account is open again. Whoever
    has left acts for nobody any more: appointments of wards whom nobody else speaks for are
    cancelled too; those of the others stay with who is left, and who is left is told.
    """
    if not User.objects.filter(pk=user_id, is_active=False).exists():
        return 0
    ahead = _lock_appointments(user_id=user_id, now=now)
    for appointment, proposal in ahead:
        _cancel(appointment, proposal, user_id=user_id, now=now)
    end_guardianships(user_id=user_id, now=now)
    if ahead:
        cancelled = tuple(appointment.pk for appointment, _proposal in ahead)
        outbox.record(LeaverCancelled(user_id=user_id, appointment_ids=cancelled))
    return len(ahead)


def _lock_appointments(*, user_id: int, now: datetime) -> list[Ahead]:
    """Return them under lock: all patients first, all slots last, as everybody does."""
    ahead = Appointment.objects.active().filter(
        Q(patient__user=user_id)
        | Q(doctor__user=user_id)
        | Q(patient__in=wards_without_others(user_id)),
        Q(start_at=None) | Q(start_at__gt=now),
    )
    patients = Patient.objects.filter(pk__in=ahead.values("patient")).order_by("pk")
    locked = [patient.pk for patient in patients.select_for_update(no_key=True)]
    appointments = list(
        ahead.filter(patient__in=locked)
        .select_related("patient", "doctor")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    unsettled = RescheduleProposal.objects.unsettled().filter(appointment__in=appointments)
    proposals = {
        proposal.appointment_id: proposal
        for proposal in unsettled.select_for_update(no_key=True).order_by("pk")
    }
    found = [(appointment, proposals.get(appointment.pk)) for appointment in appointments]
    places = {slot_id for pair in found for slot_id in places_of(*pair)}
    list(Slot.objects.filter(pk__in=places).order_by("pk").select_for_update(no_key=True))
    return found


def _cancel(
    appointment: Appointment, proposal: RescheduleProposal | None, *, user_id: int, now: datetime
) -> None:
    # Else whose account it was is the patient's, or acted for them.
    is_doctor = appointment.doctor is not None and appointment.doctor.user_id == user_id
    was = before(appointment, proposal)
    appointment.status = next_status(was.status, Transition.CANCEL, by=Party.SYSTEM)
    write_transition(
        appointment,
        was,
        transition=Transition.CANCEL,
        by=None,
        party=Party.SYSTEM,
        now=now,
        details={ACCOUNT_CLOSED: Party.DOCTOR if is_doctor else Party.PATIENT},
    )
