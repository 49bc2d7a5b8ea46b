"""Patients' profiles."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.users.models import User
from clinic.users.scoping import ScopedQuerySet


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
    """Reads of patients."""

    def for_admin(self, _viewer: User, /) -> Self:
        """Return all: the clinic's admins see every row (R2)."""
        return self.all()

    def for_doctor(self, viewer: User, /) -> Self:
        """Return the doctor's own patients: those who have or had an appointment with them."""
        return self.filter(appointments__doctor__user=viewer).distinct()

    def for_patient(self, viewer: User, /) -> Self:
        """Return themself."""
        return self.filter(user=viewer)


class Patient(models.Model):
    """A person who is treated (DOMAIN.md "Who"; R1 "Modèle de Données Utilisateur"; R3 §3)."""

    user = models.OneToOneField(
        User, verbose_name=_("account"), on_delete=models.PROTECT, related_name="patient"
    )
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
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

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Full name; the username while no name is known."""
        return name_of(self.first_name, self.last_name, self.user.username)

    def age_on(self, day: date) -> int | None:
        """Return the age in whole years on ``day``, if the birth date is known."""
        return age_on(self.birth_date, day)


def name_of(first_name: str, last_name: str, username: str) -> str:
    """Return a patient's full name; the username while no name is known."""
    return " ".join(part for part in (first_name, last_name) if part) or username


def age_on(born_on: date | None, day: date) -> int | None:
    """Return the age in whole years on ``day`` of somebody born on ``born_on``."""
    if born_on is None:
        return None
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (not had_birthday)
