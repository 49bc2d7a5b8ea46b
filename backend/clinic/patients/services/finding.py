"""Finding somebody whom a doctor does not treat: by their exact name and birth date alone."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from clinic.patients.models import Patient, PatientLookup
from clinic.patients.services.profiles import search_text_of
from clinic.users.models import User

# Namesakes born on the same day: more of them say that something else is asked.
MOST: Final = 5


@transaction.atomic
def find_patients(
    *, by: User, first_name: str, last_name: str, birth_date: date, now: datetime
) -> list[Patient]:
    """Return who has that name, whatever the accents and case, and was born that day.

    Each has ``has_relation``: whether ``by`` sees them anyway. Whom they found, they may book for
    or open in an emergency for a day (``Patient.objects.within_reach``).
    """
    named = search_text_of(first_name, last_name)
    visible = Patient.objects.visible_to(by).filter(pk=OuterRef("pk"))
    rows = Patient.objects.filter(birth_date=birth_date, search_text=named).exclude(search_text="")
    found = list(
        rows.select_related("user").annotate(has_relation=Exists(visible)).order_by("pk")[:MOST]
    )
    PatientLookup.objects.filter(by=by).outdated(now).delete()
    PatientLookup.objects.bulk_create(
        [PatientLookup(by=by, patient=patient, at=now) for patient in found],
        update_conflicts=True,
        unique_fields=["by", "patient"],
        update_fields=["at"],
    )
    return found
