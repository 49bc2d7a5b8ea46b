"""For whom an account acts: children, relatives, people in its care (DOMAIN.md "Who")."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Conflict
from clinic.outbox import services as outbox
from clinic.patients.events import GuardianLeft, GuardianshipEnded
from clinic.patients.models import Guardian, GuardianKind, Patient
from clinic.patients.services.profiles import check_birth_date, search_text_of
from clinic.users.models import User
from clinic.users.phones import e164

# More than a large family; whoever needs more is an institution, and the practice writes them down.
MOST_DEPENDANTS: Final = 12
FIELDS: Final = frozenset({"first_name", "last_name", "birth_date", "sex", "phone"})


class AlreadyDependant(Conflict):
    """The account acts for somebody of that name and birth date already."""

    code = "already_dependant"
    sentence = _("This person is already among those you book for.")


class TooManyDependants(Conflict):
    """The account acts for as many people as one may."""

    code = "too_many_dependants"
    sentence = _("You already book for as many people as possible. Please call the practice.")


@dataclass(frozen=True)
class Person:
    """Who somebody is, as those who act for them, or the practice, write it down."""

    first_name: str
    last_name: str
    birth_date: date
    sex: str = ""
    phone: str = ""
    email: str = ""


@transaction.atomic
def add_dependant(
    *, by: User, person: Person, kind: GuardianKind, now: datetime, today: date
) -> Guardian:
    """Write down somebody for whom ``by`` acts from now on.

    Raises :class:`Invalid`, :class:`AlreadyDependant` or :class:`TooManyDependants`.
    """
    # Two requests at once: one after the other.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    present = Guardian.objects.in_force().filter(user=by)
    if present.count() >= MOST_DEPENDANTS:
        raise TooManyDependants
    same = present.filter(
        patient__search_text=search_text_of(person.first_name, person.last_name),
        patient__birth_date=person.birth_date,
    )
    if same.exists():
        raise AlreadyDependant
    patient = write_down(by=by, person=person, today=today)
    return Guardian.objects.create(user=by, patient=patient, kind=kind, created_at=now)


def write_down(*, by: User, person: Person, today: date) -> Patient:
    """Make the record of somebody without an account, in the caller's transaction.

    Raises :class:`Invalid`.
    """
    check_birth_date(person.birth_date, today=today)
    return Patient.objects.create(
        created_by=by,
        written_down_on=today,
        first_name=person.first_name,
        last_name=person.last_name,
        birth_date=person.birth_date,
        sex=person.sex,
        phone=e164(person.phone),
        email=person.email,
        search_text=search_text_of(person.first_name, person.last_name),
    )


@transaction.atomic
def change_dependant(*, guardian: Guardian, changes: Mapping[str, Any], today: date) -> Guardian:
    """Change who a dependant is, as long as they have no account of their own.

    With one, they say it themselves: then only the kind is changed. Raises :class:`Invalid`.
    """
    if "kind" in changes:
        guardian.kind = changes["kind"]
        guardian.save(update_fields=["kind"])
    patient = Patient.objects.select_for_update(no_key=True).get(pk=guardian.patient_id)
    values = {name: changes[name] for name in changes.keys() & FIELDS}
    if patient.user_id is not None and values:
        raise Conflict(_("This person has an account of their own and says it themselves."))
    check_birth_date(values.get("birth_date"), today=today)
    if "phone" in values:
        values["phone"] = e164(values["phone"])
    for name, value in values.items():
        setattr(patient, name, value)
    patient.search_text = search_text_of(patient.first_name, patient.last_name)
    patient.save(update_fields=[*sorted(values), "search_text"])
    guardian.patient = patient
    return guardian


@transaction.atomic
def end_guardianship(*, guardian: Guardian, today: date) -> None:
    """Let somebody no longer act for a patient; the record and its appointments stay."""
    guardian.until = today - timedelta(days=1)
    guardian.save(update_fields=["until"])


@transaction.atomic
def give_up(*, guardian: Guardian, by: User, today: date) -> None:
    """Let somebody act for a patient no more, as they or the patient wish: the other side is told.

    Repeated, nothing changes.
    """
    guardian = Guardian.objects.select_for_update(of=("self",)).get(pk=guardian.pk)
    if guardian.until is not None and guardian.until < today:
        return
    end_guardianship(guardian=guardian, today=today)
    outbox.record(GuardianshipEnded(guardian_id=guardian.pk, by_id=by.pk))


@transaction.atomic
def end_guardianships(*, user_id: int, now: datetime) -> int:
    """Let somebody whose account is closed act for nobody; who else does is told. Return how many.

    They stay ended when the account is open again: whoever returns adds each person anew.
    """
    today = timezone.localdate(now)
    ended = list(Guardian.objects.in_force().filter(user=user_id).order_by("pk"))
    for guardian in ended:
        end_guardianship(guardian=guardian, today=today)
        outbox.record(GuardianLeft(guardian_id=guardian.pk))
    return len(ended)
