"""Whom the practice writes down, and how they come to their own record later."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Conflict
from clinic.patients.models import Patient, PatientCode
from clinic.patients.services.claiming import digest_of
from clinic.patients.services.dependants import Person, write_down
from clinic.users.models import User

# No letters or digits that look alike.
LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH: Final = 10
GOOD_FOR: Final = timedelta(days=30)


class HasAccount(Conflict):
    """The patient registers no more: they have an account."""

    code = "has_account"
    sentence = _("This patient already has an account.")


@dataclass(frozen=True)
class Handed:
    """A new code, shown once, and until when it is good."""

    code: str
    expires_at: datetime


@transaction.atomic
def create_patient(*, by: User, person: Person, today: date) -> Patient:
    """Write down a patient without an account (children, people who phone, walk-ins).

    Raises :class:`Invalid`.
    """
    return write_down(by=by, person=person, today=today)


@transaction.atomic
def make_code(*, by: User, patient: Patient, now: datetime) -> Handed:
    """Make the code with which the patient registers for their own record; older ones end.

    Only its digest is kept. Raises :class:`HasAccount`.
    """
    patient = Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    if patient.user_id is not None:
        raise HasAccount
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
