"""Patients' profiles."""

from datetime import date, datetime, timedelta
from typing import Any, Final, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext_lazy as _

from clinic.common.scoping import PrivateQuerySet, ScopedQuerySet
from clinic.users.models import User

# For how long a doctor may act on whom they found by name and birth date.
FOUND_FOR: Final = timedelta(hours=24)


class Sex(models.TextChoices):
    """Sex, as far as it is told."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")


class Level(models.TextChoices):
    """Blood pressure and cholesterol, as R1 grades them."""

    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")


class PatientStatus(models.TextChoices):
    """R3 §3.1."""

    ACTIVE = "Actif", _("Active")
    INACTIVE = "Inactif", _("Inactive")


class PatientQuerySet(ScopedQuerySet["Patient"]):
    """Patients whose identity or record somebody may know of."""

    def for_admin(self, _viewer: User, /) -> Self:
        """Return all: the clinic's admins see every row (R2)."""
        return self.all()

    def for_doctor(self, viewer: User, /) -> Self:
        """Return the doctor's own patients: those of an open care relation (by relation name: the
        app ``care`` lies above), and those whom they wrote down, for as long as that counts."""
        is_open = (
            models.Q(care__emergency_until=None)
            | models.Q(care__emergency_until__gt=Now())
            | models.Q(care__earned__gt="")
        )
        treated = Patient.objects.filter(is_open, care__doctor__user=viewer, care__ended_at=None)
        written_down = Patient.objects.written_down_by(viewer)
        return self.filter(pk__in=treated.values("pk").union(written_down.values("pk"), all=True))

    def written_down_by(self, viewer: User) -> Self:
        """Return whom a doctor wrote down: until there is an account, or no contact of the two for
        ``CARE_MONTHS`` (of 30 days), and while the record is not closed to them on purpose."""
        lately = Now() - timedelta(days=30 * settings.CARE_MONTHS)
        met = Patient.objects.filter(care__doctor__user=viewer, care__last_contact_at__gt=lately)
        closed = Patient.objects.filter(care__doctor__user=viewer, care__is_closed=True)
        return self.filter(
            models.Q(written_down_on__gt=TruncDate(lately)) | models.Q(pk__in=met.values("pk")),
            created_by=viewer,
            user=None,
        ).exclude(pk__in=closed.values("pk"))

    def for_patient(self, viewer: User, /) -> Self:
        """Return themself, and whom they act for."""
        return self.filter(pk__in=acted_for(viewer))

    def within_reach(self, viewer: User, *, now: datetime) -> Self:
        """Return for whom ``viewer`` may book: whom they see, and whom they have found lately by
        exact name and birth date. It shows nothing of them."""
        seen = Patient.objects.visible_to(viewer).values("pk")
        found = PatientLookup.objects.lately(now).filter(by=viewer).values("patient")
        return self.filter(models.Q(pk__in=seen) | models.Q(pk__in=found))


class Patient(models.Model):
    """A person who is treated (DOMAIN.md "Who"; R1 "Modèle de Données Utilisateur"; R3 §3).

    Some have no account: children, people who phone. The record is the person's, not the account's.
    """

    user = models.OneToOneField(
        User,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        related_name="patient",
        null=True,
        blank=True,
    )
    # Who wrote the patient down at the practice; empty for those who registered.
    created_by = models.ForeignKey(
        User,
        verbose_name=_("written down by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    written_down_on = models.DateField(_("written down on"), null=True, blank=True)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    # Of somebody without an account, as the practice wrote it down; an account has its own.
    email = models.EmailField(_("e-mail"), blank=True, default="", db_default="")
    address = models.CharField(_("address"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    history = models.TextField(_("medical history"), blank=True)
    observations = models.TextField(_("observations"), blank=True)
    status = models.CharField(
        _("status"), max_length=7, choices=PatientStatus, default=PatientStatus.ACTIVE
    )
    blood_pressure = models.CharField(_("blood pressure"), max_length=6, choices=Level, blank=True)
    cholesterol_level = models.CharField(_("cholesterol"), max_length=6, choices=Level, blank=True)

    # Folded name; written by the services with each change.
    search_text = models.CharField(max_length=200, blank=True, editable=False, db_default="")

    objects = PatientQuerySet.as_manager()

    class Meta:
        verbose_name = _("patient")
        verbose_name_plural = _("patients")
        indexes = [
            # Read by the search for exact names and birth dates.
            models.Index(fields=["birth_date", "search_text"], name="patient_by_identity"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Full name; the username while no name is known."""
        return name_of(self.first_name, self.last_name, self.user.username if self.user else "")

    def age_on(self, day: date) -> int | None:
        """Return the age in whole years on ``day``, if the birth date is known."""
        return age_on(self.birth_date, day)


class GuardianKind(models.TextChoices):
    """Why somebody may act for a patient."""

    PARENT = "parent", _("Parent")
    GUARDIAN = "guardian", _("Legal guardian")
    RELATIVE = "relative", _("Relative")
    CARER = "carer", _("Carer")


class GuardianQuerySet(ScopedQuerySet["Guardian"]):
    """Who acts for whom, as both sides see it."""

    def for_admin(self, _viewer: User, /) -> Self:
        """Return all: the clinic's admins see every row (R2)."""
        return self.all()

    def for_patient(self, viewer: User, /) -> Self:
        """Return for whom they act today, and who acts for them."""
        return self.in_force().filter(models.Q(user=viewer) | models.Q(patient__user=viewer))

    def in_force(self) -> Self:
        """Return those that have not ended: their last day is today or later, or not set."""
        return self.filter(models.Q(until=None) | models.Q(until__gte=TruncDate(Now())))


class Guardian(models.Model):
    """An account that may act for a patient: a parent for a child, somebody for a relative."""

    user = models.ForeignKey(
        User, verbose_name=_("account"), on_delete=models.PROTECT, related_name="wards"
    )
    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, related_name="guardians"
    )
    kind = models.CharField(
        _("kind"), max_length=8, choices=GuardianKind, default=GuardianKind.PARENT
    )
    # The last day on which they may.
    until = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(_("since"))

    objects = GuardianQuerySet.as_manager()

    class Meta:
        verbose_name = _("guardian")
        verbose_name_plural = _("guardians")
        constraints = [
            models.UniqueConstraint(fields=["user", "patient"], name="guardian_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=GuardianKind.values), name="guardian_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.patient_id}"


class PatientCodeQuerySet(PrivateQuerySet["PatientCode"]):
    """Codes with which a record can be attached to an account."""


class PatientCode(models.Model):
    """A code with which somebody registers for the record that the practice made; used once."""

    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.CASCADE, related_name="codes"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = PatientCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("patient's code")
        verbose_name_plural = _("patients' codes")

    def __str__(self) -> str:
        return f"{self.patient_id} {self.made_at:%Y-%m-%d}"


class PatientLookupQuerySet(PrivateQuerySet["PatientLookup"]):
    """Which strangers a doctor has found by exact name and birth date."""

    def lately(self, now: datetime) -> Self:
        """Return those on which the finder may still act."""
        return self.filter(at__gt=now - FOUND_FOR)

    def outdated(self, now: datetime) -> Self:
        """Return those on which the finder may act no more; they are only kept to be dropped."""
        return self.filter(at__lte=now - FOUND_FOR)


class PatientLookup(models.Model):
    """That a doctor knew somebody's exact name and birth date, and when they last said so."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = PatientLookupQuerySet.as_manager()

    class Meta:
        verbose_name = _("patient looked up")
        verbose_name_plural = _("patients looked up")
        constraints = [
            models.UniqueConstraint(fields=["by", "patient"], name="looked_up_once"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} {self.patient_id}"


class FormerRecordQuerySet(PrivateQuerySet["FormerRecord"]):
    """Under which ids a patient was known before two records were merged."""


class FormerRecord(models.Model):
    """The id of a record that was merged into a patient's; the journal still names it."""

    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.CASCADE, related_name="former_records"
    )
    former_id = models.BigIntegerField(_("former id"), unique=True)
    merged_at = models.DateTimeField(_("merged at"))

    objects = FormerRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("former record")
        verbose_name_plural = _("former records")

    def __str__(self) -> str:
        return f"{self.former_id} {self.patient_id}"


def acted_for(viewer: User) -> models.QuerySet[Any, Any]:
    """Return the ids of the patients for whom the account acts: its own, and its wards'.

    A union and not an OR: PostgreSQL would read every patient.
    """
    own = Patient.objects.filter(user=viewer).values("pk")
    wards = Guardian.objects.in_force().filter(user=viewer).values("patient")
    return own.union(wards, all=True)


def name_of(first_name: str, last_name: str, username: str) -> str:
    """Return a patient's full name; the username while no name is known."""
    return " ".join(part for part in (first_name, last_name) if part) or username


def age_on(born_on: date | None, day: date) -> int | None:
    """Return the age in whole years on ``day`` of somebody born on ``born_on``."""
    if born_on is None:
        return None
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (not had_birthday)
