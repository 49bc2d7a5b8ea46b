"""Who is told of what concerns a patient, and where somebody without an account is reached."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q

from clinic.patients.models import FormerRecord, Guardian, Patient
from clinic.users.models import User
from clinic.users.roles import Role

# How deliveries name a patient without an account.
PATIENT: Final = "patient"


def accounts_of(patient: Patient) -> list[int]:
    """Return the accounts that hear of the patient's side: their own, and who acts for them."""
    own = [patient.user_id] if patient.user_id else []
    acting = Guardian.objects.in_force().filter(patient=patient).order_by("pk")
    return own + [
        user_id for user_id in acting.values_list("user", flat=True) if user_id not in own
    ]


def is_of_staff(address: str) -> bool:
    """Return whether an address is that of an account of a doctor or an admin, or a doctor's
    professional one; what stands between a plus sign and the at sign does not matter."""
    name, _at, domain = address.strip().partition("@")
    spellings = {address.strip(), f"{name.partition('+')[0]}@{domain}"}
    staff = User.objects.filter(role__in=[Role.DOCTOR, Role.ADMIN])
    found = Q()
    for one in spellings:
        found |= Q(email__iexact=one) | Q(doctor__email__iexact=one)
    is_known: bool = staff.filter(found).exists()
    return is_known


def former_ids_of(patient_id: int) -> list[int]:
    """Return the ids of the records that were merged into the patient's, one after the other."""
    former = FormerRecord.objects.filter(patient=patient_id).order_by("pk")
    return list(former.values_list("former_id", flat=True))


def wards_with_account(user: User, patient_ids: Iterable[int]) -> list[int]:
    """Return among these patients those who have an account, and not this one.

    Whoever reads only their own data costs no statement once their profile is known.
    """
    own = getattr(user, "patient", None)
    others = set(patient_ids) - ({own.pk} if own else set())
    if not others:
        return []
    with_account = Patient.objects.filter(pk__in=others).exclude(user=None)
    return list(with_account.order_by("pk").values_list("pk", flat=True))


def wards_without_others(user_id: int) -> list[int]:
    """Return for whom this account acts and nobody else does: neither they themselves, nor another
    guardian, with an open account."""
    wards = Guardian.objects.in_force().filter(user=user_id).values("patient")
    others = Guardian.objects.in_force().filter(user__is_active=True).exclude(user=user_id)
    alone = Patient.objects.filter(pk__in=wards).exclude(user__is_active=True)
    return list(alone.exclude(pk__in=others.values("patient")).values_list("pk", flat=True))


def address_of(patient_id: int, channel: str) -> str | None:
    """Return the e-mail that the practice wrote down for somebody without an account; None when
    there is none, or an account by now: that is written to as such."""
    if channel != "email":
        return None
    without_account = Patient.objects.filter(pk=patient_id, user=None)
    return without_account.values_list("email", flat=True).first() or None
