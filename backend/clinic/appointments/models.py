"""Appointments and their history.

On PostgreSQL the migration ``0002_one_visit_at_a_time`` adds the exclusion constraint that no
patient has two overlapping active appointments; elsewhere the check inside the write transaction.
"""

from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from clinic.appointments.lifecycle import ACTIVE, Party, ProposalState, Status, Transition
from clinic.care.models import CareRelation
from clinic.common.scoping import ScopedQuerySet
from clinic.doctors.models import Doctor, DoctorQuerySet, Specialty
from clinic.patients.models import Patient, acted_for
from clinic.slots.models import Slot
from clinic.slots.modes import ConsultationMode
from clinic.users.models import User

M = TypeVar("M", bound=models.Model)


class AppointmentQuerySet(ScopedQuerySet["Appointment"]):
    """Every read of an appointment on someone's behalf starts with ``visible_to``."""

    def for_admin(self, _viewer: User, /) -> Self:
        """Return all: the clinic's admins see every row (R2)."""
        return self.all()

    def for_doctor(self, viewer: User, /) -> Self:
        """Return the doctor's own, and requests that wait for any doctor: those of a patient's
        side or of an admin. What a doctor has asked for is between them and the patient."""
        own = Doctor.objects.filter(user=viewer)
        # A scalar subquery: with a join PostgreSQL reads every doctor's week.
        waiting = self._waiting_for(own) & (Q(accepted_at__isnull=False) | Q(created_by=viewer))
        return self.filter(Q(doctor=own.values("pk")[:1]) | waiting)

    def for_patient(self, viewer: User, /) -> Self:
        """Return the patient's own, and those of whom they act for."""
        return self.filter(patient__in=acted_for(viewer))

    def _waiting_for(self, own: DoctorQuerySet) -> Q:
        """Unassigned requests that this doctor could take: of no or of their own specialty, and of
        nobody who, or for whom an admin, has closed their record to this doctor."""
        theirs = Q(specialty=None) | Q(specialty=own.values("specialty")[:1])
        closed = CareRelation.objects.closed().filter(doctor=own.values("pk")[:1])
        waits = Q(doctor=None, status=Status.PENDING)
        return waits & theirs & ~Q(patient__in=closed.values("patient"))

    def active(self) -> Self:
        """Return those that take a place: pending and confirmed."""
        return self.filter(status__in=ACTIVE)

    def upcoming(self, now: datetime) -> Self:
        """Return the active ones that lie ahead, and requests whose wished time does."""
        wished = Q(start_at=None, requested_end_at__gt=now)
        return self.active().filter(Q(start_at__gt=now) | wished)


class Appointment(models.Model):
    """One appointment of one patient; ``doctor`` and ``slot`` are empty while it is unassigned.

    ``start_at``/``end_at`` are kept beside the slot, so that history stays true when a slot goes.
    """

    # The indexes below begin with the patient and the doctor: no further ones to keep in line.
    patient = models.ForeignKey(
        Patient,
        verbose_name=_("patient"),
        on_delete=models.PROTECT,
        related_name="appointments",
        db_index=False,
    )
    doctor = models.ForeignKey(
        Doctor,
        verbose_name=_("doctor"),
        on_delete=models.PROTECT,
        related_name="appointments",
        db_index=False,
        null=True,
        blank=True,
    )
    slot = models.ForeignKey(
        Slot,
        verbose_name=_("slot"),
        on_delete=models.SET_NULL,
        related_name="appointments",
        null=True,
        blank=True,
    )
    specialty = models.ForeignKey(
        Specialty,
        verbose_name=_("specialty"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    start_at = models.DateTimeField(_("from"), null=True, blank=True)
    end_at = models.DateTimeField(_("until"), null=True, blank=True)
    requested_start_at = models.DateTimeField(_("requested from"), null=True, blank=True)
    requested_end_at = models.DateTimeField(_("requested until"), null=True, blank=True)
    motif = models.CharField(_("reason"), max_length=300, blank=True)
    mode = models.CharField(
        _("mode"), max_length=10, choices=ConsultationMode, default=ConsultationMode.IN_PERSON
    )
    location_note = models.CharField(_("place or link"), max_length=300, blank=True)
    message_patient = models.TextField(_("the patient's message"), max_length=2000, blank=True)
    message_medecin = models.TextField(_("the doctor's message"), max_length=2000, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    # When the patient's side, or an admin for them, agreed: with their own booking at once.
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    created_by = models.ForeignKey(
        User, verbose_name=_("booked by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("booked at"))
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        indexes = [
            models.Index(fields=["doctor", "start_at"], name="appointment_by_doctor"),
            models.Index(fields=["patient", "start_at"], name="appointment_by_patient"),
            # Read by the list of requests that wait for any doctor.
            models.Index(
                fields=["created_at"], name="unassigned_request", condition=Q(doctor=None)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="appointment_status"
            ),
            models.CheckConstraint(
                condition=Q(start_at__lt=F("end_at")) | Q(start_at=None, end_at=None),
                name="appointment_period",
            ),
            models.CheckConstraint(
                condition=Q(slot=None) | Q(doctor__isnull=False, start_at__isnull=False),
                name="appointment_slot_has_doctor",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CONFIRMED) | Q(doctor__isnull=False),
                name="confirmed_has_doctor",
            ),
        ]

    def __str__(self) -> str:
        at = self.start_at or self.requested_start_at
        return f"{self.pk} {localtime(at):%Y-%m-%d %H:%M}" if at else str(self.pk)


class OfAppointmentQuerySet(ScopedQuerySet[M]):
    """Reads of what belongs to an appointment: whoever sees that sees this."""

    def for_admin(self, _viewer: User, /) -> Self:
        """Return all: the clinic's admins see every row (R2)."""
        return self.all()

    def for_doctor(self, viewer: User, /) -> Self:
        """Return that of the appointments which the doctor sees."""
        return self.filter(appointment__in=Appointment.objects.for_doctor(viewer))

    def for_patient(self, viewer: User, /) -> Self:
        """Return that of the patient's own appointments."""
        return self.filter(appointment__in=Appointment.objects.for_patient(viewer))


class RescheduleProposalQuerySet(OfAppointmentQuerySet["RescheduleProposal"]):
    """Times that patients have proposed instead of confirmed ones."""

    def unsettled(self) -> Self:
        """Return those that still have their place; the answer may be too late by now."""
        return self.filter(state=ProposalState.OPEN)

    def waiting(self, now: datetime) -> Self:
        """Return those that can still be answered."""
        return self.unsettled().filter(expires_at__gt=now)


class RescheduleProposal(models.Model):
    """A patient's wish to move a confirmed appointment, or to have it in the other mode.

    It has a place in ``slot`` of its own, unless that is the appointment's own slot: so both times
    are kept until it is settled (DOMAIN.md "Appointment").
    """

    appointment = models.ForeignKey(
        Appointment,
        verbose_name=_("appointment"),
        on_delete=models.CASCADE,
        related_name="proposals",
    )
    slot = models.ForeignKey(
        Slot,
        verbose_name=_("slot"),
        on_delete=models.SET_NULL,
        related_name="proposals",
        null=True,
        blank=True,
    )
    start_at = models.DateTimeField(_("from"))
    end_at = models.DateTimeField(_("until"))
    mode = models.CharField(_("mode"), max_length=10, choices=ConsultationMode)
    proposed_by = models.ForeignKey(
        User, verbose_name=_("proposed by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("proposed at"))
    expires_at = models.DateTimeField(_("expires at"))
    state = models.CharField(
        _("state"), max_length=9, choices=ProposalState, default=ProposalState.OPEN
    )

    objects = RescheduleProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("reschedule proposal")
        verbose_name_plural = _("reschedule proposals")
        indexes = [
            # Read by the job that settles what nobody answered.
            models.Index(
                fields=["expires_at"],
                name="unsettled_proposal",
                condition=Q(state=ProposalState.OPEN),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"],
                name="one_open_proposal",
                condition=Q(state=ProposalState.OPEN),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values), name="proposal_state"
            ),
            models.CheckConstraint(condition=Q(start_at__lt=F("end_at")), name="proposal_period"),
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("start_at")), name="proposal_expires_in_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {localtime(self.start_at):%Y-%m-%d %H:%M}"


class AppointmentEventQuerySet(OfAppointmentQuerySet["AppointmentEvent"]):
    """What became of an appointment, transition by transition."""


class AppointmentEvent(models.Model):
    """One transition in an appointment's life; never changed afterwards."""

    appointment = models.ForeignKey(
        Appointment, verbose_name=_("appointment"), on_delete=models.CASCADE, related_name="events"
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        User,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    party = models.CharField(_("as"), max_length=7, choices=Party)
    transition = models.CharField(
        _("transition"), max_length=10, choices=Transition, db_column="move"
    )
    from_status = models.CharField(_("from"), max_length=10, choices=Status, blank=True)
    to_status = models.CharField(_("to"), max_length=10, choices=Status)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    details = models.JSONField(default=dict, blank=True)

    objects = AppointmentEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment event")
        verbose_name_plural = _("appointment events")

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.transition}"
