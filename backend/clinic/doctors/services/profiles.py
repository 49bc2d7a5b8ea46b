"""A doctor's profile: opened at registration, then changed by the doctor."""

from typing import Any, Final
from zoneinfo import available_timezones

from babel import Locale
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clinic.common import errors
from clinic.common.text import search_key
from clinic.doctors.events import RulesChanged
from clinic.doctors.models import Doctor, Specialty
from clinic.outbox import services as outbox
from clinic.users.models import User
from clinic.users.phones import e164
from clinic.users.profiles import Particulars
from clinic.users.services.accounts import change_own_account

PLAIN_FIELDS: Final = frozenset(
    {
        "first_name",
        "last_name",
        "title",
        "specialty",
        "phone",
        "email",
        "address",
        "city",
        "postal_code",
        "fee",
        "time_zone",
        "auto_confirm",
        "min_notice_minutes",
        "cancel_notice_minutes",
        "horizon_days",
        "buffer_minutes",
        "is_listed",
    }
)
# What the slots that lie ahead are made from, beside the weekly rules.
CALENDAR_FIELDS: Final = frozenset({"horizon_days", "buffer_minutes", "time_zone"})
SEARCHED_FIELDS: Final = frozenset({"first_name", "last_name", "specialty", "city"})
MODES: Final = {"presentiel": "sees_in_person", "distanciel": "sees_by_video"}


@transaction.atomic
def open_profile(*, user: User, particulars: Particulars) -> Doctor:
    """Make the profile of a doctor who registers. Raises :class:`Invalid`."""
    doctor = Doctor(
        user=user,
        first_name=particulars.first_name,
        last_name=particulars.last_name,
        phone=e164(particulars.phone),
        specialty=_specialty(particulars.specialty),
        time_zone=settings.CLINIC_TIME_ZONE,
    )
    if not doctor.first_name and not doctor.last_name:
        # Never the whole e-mail: the name is public once the doctor is approved.
        doctor.last_name = user.username.split("@")[0][:80]
    doctor.search_text = search_text_of(doctor)
    doctor.save(force_insert=True)
    return doctor


@transaction.atomic
def change_profile(*, doctor: Doctor, changes: dict[str, Any]) -> Doctor:
    """Change the profile; ``languages`` and ``modes`` are lists of codes, ``bio`` is the account's.

    A change that moves the slots ahead is recorded as ``RulesChanged``, with the modes
    that were switched off. Raises :class:`Invalid`.
    """
    values = columns_of(changes)
    if values.get("email", "").lower() == doctor.user.email:
        # Not kept twice: it follows the account's.
        values["email"] = ""
    moved = {
        name for name in CALENDAR_FIELDS & values.keys() if getattr(doctor, name) != values[name]
    }
    dropped = [
        mode for mode, name in MODES.items() if getattr(doctor, name) and not values.get(name, True)
    ]
    for name, value in values.items():
        setattr(doctor, name, value)
    if SEARCHED_FIELDS & values.keys():
        doctor.search_text = values["search_text"] = search_text_of(doctor)
    if not (doctor.sees_in_person or doctor.sees_by_video):
        raise _invalid("modes", _("Choose at least one mode."))
    doctor.save(update_fields=sorted(values))
    if "bio" in changes:
        change_own_account(user=doctor.user, changes={"bio": changes["bio"]})
    if dropped or moved:
        outbox.record(RulesChanged(doctor_id=doctor.pk, dropped_modes=tuple(dropped)))
    return doctor


def search_text_of(doctor: Doctor) -> str:
    """Return what the directory's search looks through."""
    specialty = doctor.specialty
    parts = [doctor.first_name, doctor.last_name, doctor.city]
    if specialty is not None:
        parts += [specialty.name, specialty.name_en]
    return search_key(" ".join(parts))[:400]


def columns_of(changes: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that ``changes`` sets, and to what. Raises :class:`Invalid`."""
    values = {name: changes[name] for name in changes.keys() & PLAIN_FIELDS}
    if "phone" in values:
        values["phone"] = e164(values["phone"])
    if "time_zone" in values and values["time_zone"] not in available_timezones():
        raise _invalid("time_zone", _("Unknown time zone. Example: Europe/Paris."))
    if "languages" in changes:
        values["language_codes"] = _language_codes(changes["languages"])
    if "modes" in changes:
        values |= {field: mode in changes["modes"] for mode, field in MODES.items()}
    return values


def _language_codes(codes: list[str]) -> str:
    two_letters = {str(code) for code in Locale("en").languages if len(str(code)) == len("fr")}
    if not codes or not two_letters.issuperset(codes):
        raise _invalid("languages", _("Give two-letter language codes, such as fr or en."))
    return "," + ",".join(dict.fromkeys(codes)) + ","


def _specialty(slug: str) -> Specialty | None:
    if not slug:
        return None
    specialty = Specialty.objects.filter(slug=slug).first()
    if specialty is None:
        raise _invalid("specialty", _("Unknown specialty."))
    return specialty


def _invalid(field: str, message: Any) -> errors.Invalid:
    return errors.Invalid(details={field: [message]})
