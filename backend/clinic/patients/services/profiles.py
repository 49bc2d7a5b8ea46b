"""A patient's profile: opened at registration, then changed by the patient."""

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clinic.common import errors
from clinic.common.text import search_key
from clinic.patients.models import Patient
from clinic.patients.services.claiming import claim
from clinic.users.models import User
from clinic.users.phones import e164
from clinic.users.profiles import Particulars

OWN_FIELDS: Final = frozenset(
    {
        "first_name",
        "last_name",
        "birth_date",
        "sex",
        "phone",
        "address",
        "city",
        "history",
        "blood_pressure",
        "cholesterol_level",
    }
)
OLDEST: Final = 130


@transaction.atomic
def open_profile(*, user: User, particulars: Particulars) -> Patient:
    """Make the profile of a patient who registers, or give them the record that the practice, or
    their parents, wrote down. Raises :class:`Invalid`."""
    check_birth_date(particulars.birth_date, today=user.date_joined.date())
    if particulars.patient_code:
        return _take_over(user, particulars)
    return Patient.objects.create(
        user=user,
        first_name=particulars.first_name,
        last_name=particulars.last_name,
        birth_date=particulars.birth_date,
        phone=e164(particulars.phone),
        search_text=search_text_of(particulars.first_name, particulars.last_name),
    )


@transaction.atomic
def change_profile(*, patient: Patient, changes: dict[str, Any], today: date) -> Patient:
    """Change what patients say of themselves; status and observations are the clinic's.

    Raises :class:`Invalid`.
    """
    values = {name: changes[name] for name in changes.keys() & OWN_FIELDS}
    if "phone" in values:
        values["phone"] = e164(values["phone"])
    check_birth_date(values.get("birth_date"), today=today)
    for name, value in values.items():
        setattr(patient, name, value)
    patient.search_text = search_text_of(patient.first_name, patient.last_name)
    patient.save(update_fields=[*sorted(values), "search_text"])
    return patient


def search_text_of(first_name: str, last_name: str) -> str:
    """Return what a search for a patient looks through."""
    return search_key(f"{first_name} {last_name}")[:200]


def check_birth_date(born_on: date | None, *, today: date) -> None:
    """Raise :class:`Invalid` for a day to come, or one too long ago."""
    if born_on is None or (born_on <= today and today.year - born_on.year <= OLDEST):
        return
    raise errors.Invalid(details={"birth_date": [_("This birth date is not possible.")]})


def facts_of(patient: Patient, *, today: date) -> dict[str, Any]:
    """Return what the patient's account shows (R1 "Modèle de Données Utilisateur")."""
    return {
        "age": patient.age_on(today),
        "gender": patient.sex,
        "blood_pressure": patient.blood_pressure,
        "cholesterol_level": patient.cholesterol_level,
    }


@transaction.atomic
def change_facts(patient: Patient, facts: dict[str, Any], *, today: date) -> Patient:
    """Change some of what :func:`facts_of` returns. Raises :class:`Invalid`.

    Another age stands for a birth date that many years ago; no age tells nothing.
    """
    changes = {name: facts[name] for name in facts.keys() - {"age", "gender"}}
    if "gender" in facts:
        changes["sex"] = facts["gender"]
    age = facts.get("age")
    if age is not None and age != patient.age_on(today):
        changes["birth_date"] = years_before(today, age)
    return change_profile(patient=patient, changes=changes, today=today)


def years_before(day: date, years: int) -> date:
    """Return the same day of an earlier year; for a 29 February that is none, the day before."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _take_over(user: User, particulars: Particulars) -> Patient:
    patient = claim(
        code=particulars.patient_code,
        birth_date=particulars.birth_date,
        now=user.date_joined,
    )
    patient.user = user
    patient.phone = e164(particulars.phone) or patient.phone
    patient.save(update_fields=["user", "phone"])
    return patient
