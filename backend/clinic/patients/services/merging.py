"""Making one record of two that are the same person's (admins)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clinic.common.errors import Conflict, Invalid
from clinic.deliveries.models import Delivery
from clinic.patients.models import FormerRecord, Guardian, Patient, PatientCode, PatientLookup
from clinic.patients.registry import Merge, obstacles_of, references
from clinic.patients.selectors import PATIENT
from clinic.patients.services.profiles import search_text_of

# What the two may say differently; the clinic's own status stays that of the kept record.
FIELDS: Final = (
    "first_name",
    "last_name",
    "birth_date",
    "sex",
    "phone",
    "email",
    "address",
    "city",
    "history",
    "observations",
    "blood_pressure",
    "cholesterol_level",
)
KEPT: Final = "kept"
OTHER: Final = "other"


class BothHaveAccounts(Conflict):
    """Each record has an account, and one person has one."""

    code = "both_have_accounts"
    sentence = _(
        "Both records have an account. Ask the patient which one they use, close the other, and "
        "merge then."
    )


class Overlapping(Conflict):
    """The two have active appointments at the same time."""

    code = "overlap"
    sentence = _(
        "The two records have appointments at the same time. Cancel or move one of each pair first."
    )


class OneRecord(Invalid):
    """A record is to be merged with itself."""

    sentence = _("Please name two different records.")


@transaction.atomic
def merge_patients(
    *, kept_id: int, other_id: int, fields: Mapping[str, str], now: datetime
) -> Patient:
    """Move all that refers to ``other_id`` to ``kept_id``, and delete the other record.

    ``fields`` says by name whose value is taken ("kept" or "other"); of what is not named the kept
    one's is, or the other's where that is empty. The account of the other goes along when the kept
    record has none; of a closed account beside an open one the record is no longer. Raises
    DoesNotExist, :class:`OneRecord`, :class:`BothHaveAccounts` or :class:`Overlapping`.
    """
    if kept_id == other_id:
        raise OneRecord(details={"other": [OneRecord.sentence]})
    rows = Patient.objects.select_for_update(of=("self",)).select_related("user")
    # Both by id, so that two merges cannot wait for one another.
    found = {one.pk: one for one in rows.filter(pk__in=[kept_id, other_id]).order_by("pk")}
    if len(found) < 2:  # noqa: PLR2004  the two
        raise Patient.DoesNotExist
    kept, other = found[kept_id], found[other_id]
    if _has_open_account(kept) and _has_open_account(other):
        raise BothHaveAccounts
    merge = Merge(kept_id=kept_id, other_id=other_id, now=now)
    if overlaps := obstacles_of(merge):
        raise Overlapping(details={"overlaps": overlaps})
    for reference in references().values():
        reference.move(merge)
    mails = Delivery.objects.filter(recipient_kind=PATIENT, recipient_id=other_id)
    mails.update(recipient_id=kept_id)
    _take_values(kept, other, fields)
    _take_account(kept, other)
    kept.save()
    other.delete()
    return kept


def chosen(kept: Patient, other: Patient, name: str, fields: Mapping[str, str]) -> Any:
    """Return the value that the merged record gets."""
    own, others = getattr(kept, name), getattr(other, name)
    if fields.get(name) == OTHER:
        return others
    return own if fields.get(name) == KEPT or own else others


def differing(kept: Patient, other: Patient) -> list[str]:
    """Return in what the two records differ, both saying something."""
    return [
        name
        for name in FIELDS
        if getattr(kept, name) and getattr(other, name)
        if getattr(kept, name) != getattr(other, name)
    ]


def move_guardians(merge: Merge) -> None:
    """Let those who act for the other record act for the kept one; nobody twice.

    Beside a record with an account, one without may be anybody's invention: who acts for it does
    not come to act for a person who has an account.
    """
    both = Patient.objects.filter(pk__in=[merge.kept_id, merge.other_id])
    has_account = set(both.exclude(user=None).values_list("pk", flat=True))
    if has_account:
        of_either = Guardian.objects.filter(patient__in=both.values("pk"))
        of_either.exclude(patient__in=has_account).delete()
    own = {one.user_id: one for one in Guardian.objects.filter(patient=merge.kept_id)}
    for guardian in Guardian.objects.filter(patient=merge.other_id).order_by("pk"):
        twin = own.get(guardian.user_id)
        if twin is None:
            guardian.patient_id = merge.kept_id
            guardian.save(update_fields=["patient"])
            continue
        if twin.until is not None and (guardian.until is None or guardian.until > twin.until):
            twin.until = guardian.until
            twin.save(update_fields=["until"])
        guardian.delete()


def move_former_records(merge: Merge) -> None:
    """Remember the other record's id, and those that it had before, as the kept one's."""
    FormerRecord.objects.filter(patient=merge.other_id).update(patient=merge.kept_id)
    FormerRecord.objects.create(
        patient_id=merge.kept_id, former_id=merge.other_id, merged_at=merge.now
    )


def move_codes(merge: Merge) -> None:
    """Keep used codes with the person; an unused one opens no record that was merged."""
    of_either = PatientCode.objects.filter(patient__in=[merge.kept_id, merge.other_id])
    of_either.filter(used_at=None).delete()
    PatientCode.objects.filter(patient=merge.other_id).update(patient=merge.kept_id)


def move_lookups(merge: Merge) -> None:
    """Forget who was looked up: the name may be another one now."""
    PatientLookup.objects.filter(patient=merge.other_id).delete()


def _has_open_account(patient: Patient) -> bool:
    return patient.user is not None and patient.user.is_active


def _take_values(kept: Patient, other: Patient, fields: Mapping[str, str]) -> None:
    for name in FIELDS:
        setattr(kept, name, chosen(kept, other, name, fields))
    kept.search_text = search_text_of(kept.first_name, kept.last_name)


def _take_account(kept: Patient, other: Patient) -> None:
    """Let the open account of either be the kept record's; nobody is their own guardian."""
    account = other.user
    if account is not None:
        other.user = None
        other.save(update_fields=["user"])
        if kept.user is None or account.is_active:
            kept.user = account
    if kept.user is not None:
        Guardian.objects.filter(patient=kept, user=kept.user).delete()
