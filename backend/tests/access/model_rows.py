"""One row of each model that somebody may see through the API: Ada's, or Dr. Cho's.

What is not here nobody sees: its ``visible_to`` is empty whoever asks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from clinic.appointments.models import AppointmentEvent
from clinic.appointments.services.rescheduling import reschedule_appointment
from clinic.audit.models import Action, AuditEntry
from clinic.care.models import CareRelation, EmergencyAccess
from clinic.doctors.models import Specialty
from clinic.jobs.models import Job
from clinic.notifications.models import Notification, Preferences
from clinic.patients.models import Guardian
from clinic.slots.models import Absence
from clinic.slots.services.capacity import hold_slot
from clinic.slots.tests.factories import rule_on, slot_at
from clinic.users.models import Session, User
from tests.access.states_of_care import Story


@dataclass
class Told:
    """The story, and everybody."""

    story: Story
    cast: dict[str, User]

    @property
    def doctor(self) -> Any:
        """Dr. Cho's profile."""
        return self.cast["dr_cho"].doctor

    @property
    def patient(self) -> Any:
        """Ada's."""
        return self.cast["ada"].patient


def _proposal(told: Told) -> Any:
    confirmed = told.story.confirm(told.story.book(told.cast["ada"]))
    other = slot_at(told.doctor, told.story.now + timedelta(days=30))
    moved = reschedule_appointment(
        by=told.cast["ada"], appointment_id=confirmed.pk, slot_id=other.pk, now=told.story.now
    )
    return moved.proposals.get()


def _history(told: Told) -> Any:
    told.story.book(told.cast["ada"])
    return AppointmentEvent.objects.get()


def _relation(told: Told) -> Any:
    told.story.book(told.cast["ada"])
    return CareRelation.objects.get()


def _hold(told: Told) -> Any:
    slot = slot_at(told.doctor, told.story.now + timedelta(days=2))
    return hold_slot(slot_id=slot.pk, patient=told.patient, now=told.story.now, minutes=5)


def _emergency(told: Told) -> Any:
    told.story.emergency()
    return EmergencyAccess.objects.get()


def _absence(told: Told) -> Any:
    now = told.story.now
    return Absence.objects.create(doctor=told.doctor, start_at=now, end_at=now + timedelta(days=1))


def _known(told: Told) -> Any:
    told.story.book(told.cast["ada"])
    return told.patient


def _session(told: Told) -> Any:
    now = told.story.now
    return Session.objects.create(
        user=told.cast["ada"], started_at=now, rotated_at=now, expires_at=now
    )


ROWS: Final[Mapping[str, Callable[[Told], Any]]] = {
    "AuditEntry": lambda told: AuditEntry.objects.create(
        at=told.story.now, action=Action.READ, patients=[told.patient.pk]
    ),
    "Job": lambda told: Job.objects.create(
        kind="slots.extend_horizon",
        started_by=told.cast["dr_cho"],
        not_before=told.story.now,
        asked_at=told.story.now,
    ),
    "User": lambda told: told.cast["ada"],
    "Session": _session,
    "Specialty": lambda _told: Specialty.objects.get(),
    "Doctor": lambda told: told.doctor,
    "Patient": _known,
    "Guardian": lambda _told: Guardian.objects.get(),
    "CareRelation": _relation,
    "EmergencyAccess": _emergency,
    "Availability": lambda told: rule_on(told.doctor, 0),
    "Absence": _absence,
    "Slot": lambda told: slot_at(told.doctor, told.story.now + timedelta(days=2)),
    "Hold": _hold,
    "Appointment": lambda told: told.story.book(told.cast["ada"]),
    "RescheduleProposal": _proposal,
    "AppointmentEvent": _history,
    "Notification": lambda told: Notification.objects.create(
        recipient=told.cast["ada"],
        kind="account_approved",
        created_at=told.story.now,
        event_id=1,
    ),
    "Preferences": lambda told: Preferences.objects.create(user=told.cast["ada"]),
}
