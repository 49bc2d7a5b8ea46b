"""Opening a record with the code that the practice gave."""

import hashlib
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Invalid
from clinic.patients.models import Patient, PatientCode


class CodeUnknown(Invalid):
    """No such code, or it is used, too old, or another person's."""

    sentence = _("This code and this birth date do not belong together, or the code is too old.")


def claim(*, code: str, birth_date: date | None, now: datetime) -> Patient:
    """Return, under lock, the record that the code and the birth date open; the code is used up.

    Part of the caller's transaction. Raises :class:`CodeUnknown`.
    """
    found = (
        PatientCode.objects.select_for_update(of=("self",))
        .select_related("patient")
        .filter(digest=digest_of(code), used_at=None, expires_at__gt=now)
        .first()
    )
    if found is None or birth_date is None or found.patient.birth_date != birth_date:
        raise CodeUnknown(details={"patient_code": [CodeUnknown.sentence]})
    patient = Patient.objects.select_for_update(no_key=True).get(pk=found.patient_id)
    if patient.user_id is not None:
        raise CodeUnknown(details={"patient_code": [CodeUnknown.sentence]})
    found.used_at = now
    found.save(update_fields=["used_at"])
    return patient


def digest_of(code: str) -> str:
    """Return what is kept in place of the code; spaces, hyphens and case do not matter."""
    bare = "".join(char for char in code.upper() if char.isalnum())
    return hashlib.sha256(bare.encode()).hexdigest()
