"""Availability rules, absences, slots and holds.

The last word on overlap is the database's: on PostgreSQL an exclusion constraint (migration
``0002_slots_never_overlap``), elsewhere the check inside the write transaction.
"""

from datetime import datetime
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from clinic.common.scoping import ScopedQuerySet
from clinic.doctors.models import Doctor
from clinic.patients.models import Patient, acted_for
from clinic.slots.modes import Mode
from clinic.users.models import User


class Weekday(models.IntegerChoices):
    """Monday is 0 (R2 ``day_of_week``)."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class AvailabilityQuerySet(ScopedQuerySet["Availability"]):
    """Weekly rules: the doctor's own, and what patients may see of them."""

    def for_admin(self, _viewer: User, /) -> Self:
        """Return all: the clinic's admins see every row (R2)."""
        return self.all()

    def for_doctor(self, viewer: User, /) -> Self:
        """Return a doctor's own rules."""
        return self.filter(doctor__user=viewer)

    def for_patient(self, _viewer: User, /) -> Self:
        """Return the active rules of the doctors in the directory (R2)."""
        return self.filter(is_active=True, doctor__in=Doctor.objects.bookable())


class Availability(models.Model):
    """A weekly rule: on that weekday the doctor sees patients (R2 ``MedecinAvailability``).

    Times are wall-clock times in the doctor's zone; the validity is inclusive on both ends.
    """

    doctor = models.ForeignKey(
        Doctor, verbose_name=_("doctor"), on_delete=models.CASCADE, related_name="availabilities"
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    start_time = models.TimeField(_("from"))
    end_time = models.TimeField(_("until"))
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration (minutes)"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(480)],
    )
    capacity = models.PositiveSmallIntegerField(
        _("places per slot"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    location = models.CharField(_("location"), max_length=200, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = AvailabilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("availability rule")
        verbose_name_plural = _("availability rules")
        indexes = [models.Index(fields=["doctor", "weekday"], name="rule_by_doctor_and_day")]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="rule_weekday"),
            models.CheckConstraint(condition=Q(start_time__lt=F("end_time")), name="rule_period"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="rule_capacity"),
            models.CheckConstraint(condition=Q(duration_minutes__gte=5), name="rule_duration"),
        ]

    def __str__(self) -> str:
        day = Weekday(self.weekday).label
        return f"{day} {self.start_time:%H:%M}-{self.end_time:%H:%M}"


class AbsenceKind(models.TextChoices):
    """R2 ``exception_type``."""

    UNAVAILABLE = "unavailable", _("Unavailable")
    BUSY = "busy", _("Busy")
    VACATION = "vacation", _("Holiday")
    TRAINING = "formation", _("Training")
    EMERGENCY = "emergency", _("Emergency")


class AbsenceQuerySet(ScopedQuerySet["Absence"]):
    """Reads of absences: their reasons are the doctor's own business."""

    def for_admin(self, _viewer: User, /) -> Self:
        """Return all: the clinic's admins see every row (R2)."""
        return self.all()

    def for_doctor(self, viewer: User, /) -> Self:
        """Return a doctor's own absences."""
        return self.filter(doctor__user=viewer)


class Absence(models.Model):
    """A time of absence (R2 ``MedecinException``); a recurring one repeats every week."""

    doctor = models.ForeignKey(
        Doctor, verbose_name=_("doctor"), on_delete=models.CASCADE, related_name="absences"
    )
    start_at = models.DateTimeField(_("from"))
    end_at = models.DateTimeField(_("until"))
    kind = models.CharField(
        _("kind"), max_length=12, choices=AbsenceKind, default=AbsenceKind.UNAVAILABLE
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    is_recurring = models.BooleanField(_("every week"), default=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        indexes = [models.Index(fields=["doctor", "start_at"], name="absence_by_doctor")]
        constraints = [
            models.CheckConstraint(condition=Q(start_at__lt=F("end_at")), name="absence_period")
        ]

    def __str__(self) -> str:
        start_at, end_at = localtime(self.start_at), localtime(self.end_at)
        return f"{start_at:%Y-%m-%d %H:%M} - {end_at:%Y-%m-%d %H:%M}"


class Origin(models.TextChoices):
    """Where a slot comes from."""

    RULE = "rule", _("Weekly rule")
    MANUAL = "manual", _("Added by hand")
    ADHOC = "adhoc", _("Made for one request")


class SlotQuerySet(ScopedQuerySet["Slot"]):
    """Slots: all of one's own, the free ones of others."""

    def for_admin(self, _viewer: User, /) -> Self:
        """Return all: the clinic's admins see every row (R2)."""
        return self.all()

    def for_doctor(self, viewer: User, /) -> Self:
        """Return a doctor's own slots."""
        return self.filter(doctor__user=viewer)

    def for_patient(self, _viewer: User, /) -> Self:
        """Return the free slots of the doctors in the directory."""
        return self.free().filter(doctor__in=Doctor.objects.bookable())

    def free(self) -> Self:
        """Return open slots with a place left; the partial index ``free_slot`` serves this."""
        return self.filter(is_open=True, booked__lt=F("capacity"))

    def offering(self, mode: str) -> Self:
        """Return slots in which an appointment of that mode can take place."""
        return self.filter(mode__in=[mode, Mode.BOTH])

    def overlapping(self, start_at: datetime, end_at: datetime) -> Self:
        """Return slots that share time with the half-open period."""
        return self.filter(start_at__lt=end_at, end_at__gt=start_at)


class Slot(models.Model):
    """The one bookable unit: a period of one doctor with ``capacity`` places.

    ``booked`` counts places taken by active appointments and by holds. A slot that its rule no
    longer covers is closed, not deleted, while someone has it: a conflict for the doctor to settle.
    """

    doctor = models.ForeignKey(
        Doctor,
        verbose_name=_("doctor"),
        on_delete=models.CASCADE,
        related_name="slots",
        # The index by doctor and start serves.
        db_index=False,
    )
    start_at = models.DateTimeField(_("from"))
    end_at = models.DateTimeField(_("until"))
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    capacity = models.PositiveSmallIntegerField(_("places"), default=1)
    booked = models.PositiveSmallIntegerField(_("places taken"), default=0)
    location = models.CharField(_("location"), max_length=200, blank=True)
    origin = models.CharField(_("origin"), max_length=6, choices=Origin, default=Origin.RULE)
    is_open = models.BooleanField(_("open"), default=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        indexes = [
            models.Index(fields=["doctor", "start_at"], name="slot_by_doctor"),
            # Read by the directory and by every search for free slots.
            models.Index(
                fields=["doctor", "start_at"],
                name="free_slot",
                condition=Q(is_open=True, booked__lt=F("capacity")),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(booked__lte=F("capacity")), name="slot_not_over"),
            models.CheckConstraint(condition=Q(booked__gte=0), name="slot_not_under"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="slot_capacity"),
            models.CheckConstraint(condition=Q(start_at__lt=F("end_at")), name="slot_period"),
        ]

    def __str__(self) -> str:
        return f"{localtime(self.start_at):%Y-%m-%d %H:%M}"

    @property
    def remaining(self) -> int:
        """Places left; none when closed."""
        return self.capacity - self.booked if self.is_open else 0


class HoldQuerySet(ScopedQuerySet["Hold"]):
    """Places kept while a form is filled in."""

    def for_admin(self, _viewer: User, /) -> Self:
        """Return all: the clinic's admins see every row (R2)."""
        return self.all()

    def for_patient(self, viewer: User, /) -> Self:
        """Return the patient's own hold, and those of whom they act for."""
        return self.filter(patient__in=acted_for(viewer))


class Hold(models.Model):
    """A place kept for one patient for a few minutes; it counts in ``Slot.booked``."""

    slot = models.ForeignKey(
        Slot, verbose_name=_("slot"), on_delete=models.CASCADE, related_name="holds"
    )
    # One at a time: holding another slot lets go of the first.
    patient = models.OneToOneField(
        Patient, verbose_name=_("patient"), on_delete=models.CASCADE, related_name="hold"
    )
    expires_at = models.DateTimeField(_("expires at"), db_index=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")

    def __str__(self) -> str:
        return f"{self.slot_id} {localtime(self.expires_at):%H:%M:%S}"
