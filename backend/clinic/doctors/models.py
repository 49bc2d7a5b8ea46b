"""Doctors and specialties."""

from datetime import timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clinic.users.models import User
from clinic.users.roles import Role

# Thirty days, in minutes.
LONGEST_NOTICE = 30 * 24 * 60


class SpecialtyQuerySet(models.QuerySet["Specialty"]):
    """Reads of specialties."""

    def visible_to(self, _viewer: User | AnonymousUser, /) -> Self:
        """Return all: specialties are nobody's data, the public search shows them."""
        return self.all()


class Specialty(models.Model):
    """A medical specialty, managed by admins (R0)."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)

    objects = SpecialtyQuerySet.as_manager()

    class Meta:
        verbose_name = _("specialty")
        verbose_name_plural = _("specialties")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return label_of(self.name, self.name_en)


def label_of(name: str, name_en: str) -> str:
    """Return a specialty's name in the reader's language."""
    return name_en if name_en and (get_language() or "fr").startswith("en") else name


class DoctorQuerySet(models.QuerySet["Doctor"]):
    """Reads of doctors."""

    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Return the doctors that ``viewer`` may know: approved ones, and always themself."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.role == Role.ADMIN and viewer.is_approved:
            return self.for_admin(viewer)
        own = models.Q(user=viewer)
        if not viewer.is_approved:
            return self.filter(own)
        return self.filter(own | models.Q(user__is_approved=True, user__is_active=True))

    def for_admin(self, _viewer: User, /) -> Self:
        """Return all: the clinic's admins see every row (R2)."""
        return self.all()

    def owned_by(self, viewer: User | AnonymousUser) -> Self:
        """Return the doctor that ``viewer`` is, if any."""
        if not isinstance(viewer, User) or viewer.role != Role.DOCTOR:
            return self.none()
        return self.filter(user=viewer)

    def practising(self) -> Self:
        """Return the doctors whom the practice may book, in the directory or not."""
        return self.filter(user__is_approved=True, user__is_active=True)

    def bookable(self) -> Self:
        """Return the doctors whom patients may book: the public directory."""
        return self.practising().filter(is_listed=True)


class Doctor(models.Model):
    """A doctor's profile and booking policy (DOMAIN.md "Who")."""

    user = models.OneToOneField(
        User, verbose_name=_("account"), on_delete=models.PROTECT, related_name="doctor"
    )
    title = models.CharField(_("title"), max_length=20, blank=True, default="Dr.")
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    specialty = models.ForeignKey(
        Specialty,
        verbose_name=_("specialty"),
        on_delete=models.PROTECT,
        related_name="doctors",
        null=True,
        blank=True,
    )
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    # Empty: the one that the doctor signs in with.
    email = models.EmailField(_("professional e-mail"), blank=True, db_default="")
    address = models.CharField(_("address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    # Two-letter codes between commas (",fr,en,"), so that one `contains` finds a language.
    language_codes = models.CharField(_("languages"), max_length=80, default=",fr,", blank=True)
    fee = models.DecimalField(
        _("fee"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    sees_in_person = models.BooleanField(_("in person"), default=True)
    sees_by_video = models.BooleanField(_("by video"), default=False)
    auto_confirm = models.BooleanField(_("confirms bookings automatically"), default=False)
    min_notice_minutes = models.PositiveIntegerField(
        _("minimum notice (minutes)"), default=60, validators=[MaxValueValidator(LONGEST_NOTICE)]
    )
    cancel_notice_minutes = models.PositiveIntegerField(
        _("cancellation notice (minutes)"),
        default=0,
        validators=[MaxValueValidator(LONGEST_NOTICE)],
    )
    horizon_days = models.PositiveSmallIntegerField(
        _("bookable ahead (days)"),
        default=84,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
    )
    buffer_minutes = models.PositiveSmallIntegerField(
        _("pause between appointments (min)"), default=0, validators=[MaxValueValidator(240)]
    )
    is_listed = models.BooleanField(_("listed in the directory"), default=True)
    # Folded name, specialty and city; written by the services with each change.
    search_text = models.CharField(max_length=400, blank=True, editable=False)

    objects = DoctorQuerySet.as_manager()

    class Meta:
        verbose_name = _("doctor")
        verbose_name_plural = _("doctors")
        indexes = [models.Index(fields=["specialty"], name="doctor_by_specialty")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Full name with title, as patients see it."""
        return name_of(self.title, self.first_name, self.last_name)

    @property
    def contact_email(self) -> str:
        """The address that people at the clinic see (R1 "API de Contact Professionnel")."""
        return contact_of(self.email, self.user.email)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the doctor's wall clock."""
        return ZoneInfo(self.time_zone)

    @property
    def languages(self) -> list[str]:
        """Two-letter codes of the languages spoken."""
        return [code for code in self.language_codes.split(",") if code]

    @property
    def modes(self) -> list[str]:
        """How appointments can take place (R2 ``consultation_type``)."""
        chosen = {"presentiel": self.sees_in_person, "distanciel": self.sees_by_video}
        return [mode for mode, is_offered in chosen.items() if is_offered]

    @property
    def min_notice(self) -> timedelta:
        """How long before its start a slot can last be booked by a patient."""
        return timedelta(minutes=self.min_notice_minutes)

    @property
    def cancel_notice(self) -> timedelta:
        """How long before its start a patient can last cancel or move an appointment."""
        return timedelta(minutes=self.cancel_notice_minutes)


def contact_of(professional: str, account: str) -> str:
    """Return a doctor's professional e-mail: the account's, unless it is another one."""
    return professional or account


def name_of(title: str, first_name: str, last_name: str) -> str:
    """Return a doctor's full name, as in "Dr. Ahmed Ben Ali" (R3)."""
    return " ".join(part for part in (title, first_name, last_name) if part)
