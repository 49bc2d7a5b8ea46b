"""Whom the practice writes down, and how they come to their own record later."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Conflict, Forbidden, Invalid
from clinic.patients.models import Guardian, Patient, PatientCode
from clinic.patients.selectors import is_of_staff
from clinic.patients.services.claiming import digest_of
from clinic.patients.services.dependants import Person, write_down
from clinic.patients.services.finding import MOST
from clinic.patients.services.profiles import search_text_of
from clinic.users.models import User
from clinic.users.roles import Role

# No letters or digits that look alike.
LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH: Final = 10
GOOD_FOR: Final = timedelta(days=30)


class HasAccount(Conflict):
    """The patient registers no more: they have an account."""

    code = "has_account"
    sentence = _("This patient already has an account.")


class HasGuardian(Conflict):
    """Somebody acts for the patient already: nobody else takes their place by a code."""

    code = "has_guardian"
    sentence = _(
        "Somebody acts for this patient with an account of their own. No code is needed, and none "
        "can be made."
    )


class StaffAddress(Invalid):
    """The e-mail is that of somebody who works at the clinic."""

    sentence = _(
        "This address belongs to a doctor or an administrator. Write down the patient's own, or "
        "none."
    )


class PatientExists(Conflict):
    """Somebody of that name and birth date is there; ``details`` says who."""

    code = "patient_exists"
    sentence = _(
        "There is already a patient of this name and birth date. Open that record, or say that you "
        "mean somebody else."
    )


@dataclass(frozen=True)
class Handed:
    """A new code, shown once, and until when it is good."""

    code: str
    expires_at: datetime


@transaction.atomic
def create_patient(
    *, by: User, person: Person, today: date, is_somebody_else: bool = False
) -> Patient:
    """Write down a patient without an account (children, people who phone, walk-ins).

    What the patient's side accepts by mail must reach the patient: raises :class:`StaffAddress`
    for the address of a doctor or an admin. Raises :class:`Invalid`, and :class:`PatientExists`
    when ``by`` sees somebody of that name and birth date, unless this is somebody else.
    """
    # Two requests at once: one after the other.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if person.email and is_of_staff(person.email):
        raise StaffAddress(details={"email": [StaffAddress.sentence]})
    if not is_somebody_else:
        _require_new(by=by, person=person)
    return write_down(by=by, person=person, today=today)


def may_hand_out(by: User, *, created_by_id: int | None) -> bool:
    """Return whether ``by`` may hand out codes of a patient whom that account wrote down."""
    return by.role == Role.ADMIN or created_by_id == by.pk


@transaction.atomic
def make_code(*, by: User, patient: Patient, now: datetime) -> Handed:
    """Make the code with which the patient registers for their own record; older ones end.

    Whoever has the code is the patient from then on. So only who wrote the patient down hands it
    out, or an admin, and never for somebody who has a guardian. Only its digest is kept. Raises
    Forbidden, :class:`HasAccount` or :class:`HasGuardian`.
    """
    patient = Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    if not may_hand_out(by, created_by_id=patient.created_by_id):
        raise Forbidden
    if patient.user_id is not None:
        raise HasAccount
    if Guardian.objects.in_force().filter(patient=patient).exists():
        raise HasGuardian
    PatientCode.objects.filter(patient=patient, used_at=None).delete()
    code = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
    made = PatientCode.objects.create(
        patient=patient,
        digest=digest_of(code),
        made_by=by,
        made_at=now,
        expires_at=now + GOOD_FOR,
    )
    return Handed(code=f"{code[:5]}-{code[5:]}", expires_at=made.expires_at)


def _require_new(*, by: User, person: Person) -> None:
    """Raise :class:`PatientExists` for a namesake of that day whom ``by`` sees; others are not
    told of."""
    namesakes = Patient.objects.visible_to(by).filter(
        search_text=search_text_of(person.first_name, person.last_name),
        birth_date=person.birth_date,
    )
    if found := list(namesakes.select_related("user").order_by("pk")[:MOST]):
        raise PatientExists(
            details={
                "patients": [
                    {
                        "id": one.pk,
                        "name": one.name,
                        "birth_date": person.birth_date.isoformat(),
                    }
                    for one in found
                ]
            }
        )
