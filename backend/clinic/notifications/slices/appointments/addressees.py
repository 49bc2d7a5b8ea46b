"""Whom a mail about an appointment is written to: in which capacity, and what they can open."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from clinic.appointments.lifecycle import Party
from clinic.appointments.models import Appointment
from clinic.appointments.selectors.acceptance import Sent
from clinic.appointments.selectors.calendar_file import CalendarOwner
from clinic.appointments.selectors.rows import OWN_COLUMNS, Row, with_people
from clinic.deliveries.models import Delivery
from clinic.notifications.kinds import wants
from clinic.notifications.selectors import preferences_of
from clinic.patients.models import Patient
from clinic.patients.selectors import PATIENT
from clinic.users.models import User
from clinic.users.roles import Role
from clinic.users.services.mails import LEAVER, USER, greeting_of

# Of each role: the page of an appointment, and that on which mails are chosen.
_PAGES: Final = {
    Role.PATIENT.value: ("/rendez-vous/{id}", "/profil"),
    Role.DOCTOR.value: ("/medecin/rendez-vous/{id}", "/medecin/profil"),
    Role.ADMIN.value: ("/admin-clinique/rendez-vous", "/admin-clinique/profil"),
}
# What admins are told because they run the clinic.
FOR_ADMINS: Final = "appointment_waiting"


@dataclass(frozen=True)
class Addressee:
    """The recipient of a mail; ``user`` is None for a patient without an account."""

    user: User | None
    party: Party
    row: Row
    address: str
    has_left: bool = False

    @property
    def language(self) -> str:
        """The person's, or the clinic's."""
        return self.user.language if self.user else settings.LANGUAGE_CODE

    @property
    def sent(self) -> Sent:
        """Whom a link in the mail is for."""
        if self.user is None:
            return Sent(PATIENT, self.row["patient_id"], self.address)
        return Sent(USER, self.user.pk, self.address)

    @property
    def greeting(self) -> str:
        """How they are greeted, in the active language."""
        return greeting_of(self.user) if self.user else _("Hello,")

    @property
    def page(self) -> str:
        """Where they see the appointment; empty where they cannot."""
        if self.user is None or self.has_left:
            return ""
        is_doctor_acting = self.party is Party.PATIENT and self.user.role == Role.DOCTOR
        page = "" if is_doctor_acting else _PAGES[self.user.role][0]
        return page and settings.FRONTEND_BASE_URL + page.format(id=self.row["id"])

    @property
    def footer(self) -> str:
        """Why they get mails, and where that is changed."""
        if self.user is None:
            return _("The practice has written down this address. Call it to change that.")
        if self.has_left:
            return _("You get this e-mail because your account was closed.")
        return _("You choose which e-mails you get in your profile: %(link)s") % {
            "link": settings.FRONTEND_BASE_URL + _PAGES[self.user.role][1]
        }

    @property
    def calendar(self) -> CalendarOwner:
        """Whose calendar takes the appointment over."""
        return CalendarOwner(
            is_patients_side=self.party is Party.PATIENT, address=self.address, page=self.page
        )


def addressee_of(delivery: Delivery) -> Addressee | None:
    """Return to whom a delivery is written; None when the appointment is no longer their business,
    or they do not want such mails."""
    appointments = Appointment.objects.filter(pk=delivery.about["appointment"])
    if delivery.recipient_kind == PATIENT:
        patient = Patient.objects.get(pk=delivery.recipient_id)
        row = _row(appointments.filter(patient=patient, patient__user=None).values(*OWN_COLUMNS))
        return Addressee(None, Party.PATIENT, row, patient.email) if row else None
    user = User.objects.get(pk=delivery.recipient_id)
    if not wants(preferences_of(user).choices, delivery.template):
        return None
    if delivery.recipient_kind == LEAVER:
        return _leaver(user, _row(appointments.values(*OWN_COLUMNS)))
    acting = Appointment.objects.for_patient(user).filter(pk=delivery.about["appointment"])
    own = Appointment.objects.visible_to(user).filter(pk=delivery.about["appointment"])
    row = _row(appointments.filter(Q(pk__in=own) | Q(pk__in=acting)).values(*OWN_COLUMNS))
    if row is None:
        return None
    party = _party_of(user, row, delivery.template, is_acting=acting.exists())
    return Addressee(user, party, row, user.email)


def _leaver(user: User, row: Row | None) -> Addressee | None:
    """Return whoever has left: they see nothing any more, but hear what became of their own."""
    if row is None:
        return None
    party = Party.DOCTOR if row["doctor__user_id"] == user.pk else Party.PATIENT
    return Addressee(user, party, row, user.email, has_left=True)


def _row(rows: Iterable[Row]) -> Row | None:
    found = with_people(list(rows))
    return found[0] if found else None


def _party_of(user: User, row: Row, kind: str, *, is_acting: bool) -> Party:
    """Return as what they are written to: a doctor or admin may act for a patient too."""
    if user.role == Role.PATIENT:
        return Party.PATIENT
    if user.role == Role.ADMIN and kind == FOR_ADMINS:
        return Party.ADMIN
    if is_acting and row["doctor__user_id"] != user.pk:
        return Party.PATIENT
    return Party.DOCTOR if user.role == Role.DOCTOR else Party.ADMIN
