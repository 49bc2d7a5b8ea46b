"""Specialties, managed by admins (R0 "Configuration générale")."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from clinic.common import errors
from clinic.doctors.models import Doctor, Specialty
from clinic.doctors.services.profiles import search_text_of

NAME_TAKEN = _("There is already a specialty with this name.")


class SpecialtyInUse(errors.Conflict):
    """Doctors or appointments still name the specialty (API: 409)."""

    code = "specialty_in_use"
    sentence = _("This specialty is in use. Give its doctors another one first.")


@transaction.atomic
def create_specialty(*, name: str, name_en: str = "", slug: str = "") -> Specialty:
    """Add a specialty; the slug comes from the name unless it is given. Raises :class:`Invalid`."""
    return save_specialty(specialty=Specialty(name=name, name_en=name_en, slug=slug))


@transaction.atomic
def change_specialty(
    *, specialty: Specialty, name: str | None = None, name_en: str | None = None, slug: str = ""
) -> Specialty:
    """Rename a specialty, also in what its doctors are found by. Raises :class:`Invalid`."""
    specialty.name = specialty.name if name is None else name
    specialty.name_en = specialty.name_en if name_en is None else name_en
    specialty.slug = slug or specialty.slug
    return save_specialty(specialty=specialty)


@transaction.atomic
def save_specialty(*, specialty: Specialty) -> Specialty:
    """Write a specialty as it stands, and what its doctors are found by. Raises :class:`Invalid`.

    Without a slug it gets one from its name.
    """
    specialty.slug = specialty.slug or slugify(specialty.name)[:60]
    _refuse_twins(specialty)
    with _twins_refused_by_the_database():
        specialty.save()
    _renew_search_texts(specialty)
    return specialty


def _renew_search_texts(specialty: Specialty) -> None:
    doctors = list(Doctor.objects.select_for_update(of=("self",)).filter(specialty=specialty))
    for doctor in doctors:
        doctor.specialty = specialty
        doctor.search_text = search_text_of(doctor)
    Doctor.objects.bulk_update(doctors, ["search_text"], batch_size=500)


@transaction.atomic
def delete_specialty(*, specialty: Specialty) -> None:
    """Delete a specialty that nothing names. Raises :class:`SpecialtyInUse`."""
    try:
        specialty.delete()
    except ProtectedError:
        raise SpecialtyInUse from None


@contextmanager
def _twins_refused_by_the_database() -> Iterator[None]:
    """Turn the constraint's refusal, when two add the same at once, into ours."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise errors.Invalid(details={"name": [NAME_TAKEN]}) from None


def _refuse_twins(specialty: Specialty) -> None:
    """Raise :class:`Invalid` when another specialty has this name or slug."""
    others = Specialty.objects.exclude(pk=specialty.pk)
    details = {}
    if not specialty.slug:
        details["slug"] = [_("Give a slug: letters, digits and hyphens.")]
    if others.filter(name__iexact=specialty.name).exists():
        details["name"] = [NAME_TAKEN]
    if others.filter(slug=specialty.slug).exists():
        details["slug"] = [_("There is already a specialty with this slug.")]
    if details:
        raise errors.Invalid(details=details)
