"""One relation for each doctor and patient who have, or had, to do with each other."""

from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clinic.care.policies import Basis, Closer, Scope
from clinic.common.scoping import ScopedQuerySet
from clinic.doctors.models import Doctor
from clinic.patients.models import Patient, acted_for
from clinic.users.models import User

# By the database's clock; of what is not tidied up yet.
_EMERGENCY_OVER: Final = Q(basis=Basis.EMERGENCY, emergency_until__lte=Now())


class CareQuerySet(ScopedQuerySet["CareRelation"]):
    """Who treats whom, and what that opens at an instant."""

    def for_admin(self, _viewer: User, /) -> Self:
        """Return all: the clinic's admins see every row (R2)."""
        return self.all()

    def for_doctor(self, viewer: User, /) -> Self:
        """Return the doctor's own that are open."""
        return self.open().filter(doctor__user=viewer)

    def for_patient(self, viewer: User, /) -> Self:
        """Return who treats or treated the patient, and whom they act for."""
        return self.filter(patient__in=acted_for(viewer))

    def open(self) -> Self:
        """Return those that have not ended. What nothing but an emergency opens ends at its
        instant; the job that comes later merely tidies up."""
        return self.filter(ended_at=None).exclude(_EMERGENCY_OVER & Q(earned=""))

    def closed(self) -> Self:
        """Return those that were closed on purpose, and to which the patient has not come back."""
        return self.filter(is_closed=True)

    def opening_records(self) -> Self:
        """Return those that open the clinical record: every clinical model starts here."""
        return self.open().filter(scope=Scope.RECORD).exclude(_EMERGENCY_OVER)


class CareRelation(models.Model):
    """That a doctor treats a patient, since when, and how much that opens.

    ``is_closed``: the patient's side, or an admin, has closed the record on purpose and the patient
    has not come back since. While an appointment of the two stands (``has_appointment``) the doctor
    still sees who the patient is: the relation is then of the scope ``contact`` and has not ended.
    ``scope`` is what is open; ``earned`` is what the appointments of the two open by themselves,
    to which an emergency falls back.
    """

    doctor = models.ForeignKey(
        Doctor,
        verbose_name=_("doctor"),
        on_delete=models.PROTECT,
        related_name="care",
        # The constraint's index by doctor and patient serves.
        db_index=False,
    )
    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, related_name="care"
    )
    scope = models.CharField(_("access"), max_length=7, choices=Scope)
    basis = models.CharField(_("because of"), max_length=11, choices=Basis)
    since = models.DateTimeField(_("since"))
    last_contact_at = models.DateTimeField(_("last contact"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    earned = models.CharField(
        _("opened by appointments"),
        max_length=7,
        choices=Scope,
        blank=True,
        default="",
        db_default="",
    )
    emergency_until = models.DateTimeField(_("emergency until"), null=True, blank=True)
    has_appointment = models.BooleanField(_("has an appointment"), default=False, db_default=False)
    is_closed = models.BooleanField(_("closed"), default=False, db_default=False)
    # The last time; what was agreed before opens no record any more.
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.CharField(
        _("closed by"), max_length=7, choices=Closer, blank=True, default="", db_default=""
    )
    closed_because = models.CharField(
        _("reason"), max_length=500, blank=True, default="", db_default=""
    )

    objects = CareQuerySet.as_manager()

    class Meta:
        verbose_name = _("care relation")
        verbose_name_plural = _("care relations")
        constraints = [
            models.UniqueConstraint(fields=["doctor", "patient"], name="care_once"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="care_scope"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="care_basis"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by="", is_closed=False)
                | Q(closed_at__isnull=False, closed_by__in=Closer.values),
                name="care_closed_by_somebody",
            ),
        ]
        indexes = [
            # Read by the nightly job that ends what is long past.
            models.Index(fields=["last_contact_at"], name="open_care", condition=Q(ended_at=None)),
            # Read by the job that ends emergencies.
            models.Index(
                fields=["emergency_until"],
                name="care_in_emergency",
                condition=Q(emergency_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.doctor_id} {self.scope} {self.patient_id}"


class EmergencyAccessQuerySet(ScopedQuerySet["EmergencyAccess"]):
    """Records that were opened in an emergency, and why."""

    def for_admin(self, _viewer: User, /) -> Self:
        """Return all: admins look into each."""
        return self.all()

    def for_doctor(self, viewer: User, /) -> Self:
        """Return the doctor's own."""
        return self.filter(doctor__user=viewer)

    def for_patient(self, viewer: User, /) -> Self:
        """Return those of the patient, and of whom they act for."""
        return self.filter(patient__in=acted_for(viewer))


class EmergencyAccess(models.Model):
    """That a doctor opened a record in an emergency, and why; never changed afterwards."""

    doctor = models.ForeignKey(
        Doctor, verbose_name=_("doctor"), on_delete=models.PROTECT, related_name="emergencies"
    )
    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, related_name="emergencies"
    )
    reason = models.CharField(_("reason"), max_length=500)
    opened_at = models.DateTimeField(_("opened at"))
    ends_at = models.DateTimeField(_("ends at"))

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency access")
        verbose_name_plural = _("emergency accesses")
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at__lt=models.F("ends_at")), name="emergency_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.doctor_id} {self.opened_at:%Y-%m-%d %H:%M} {self.patient_id}"
