"""Care: who is told that a record was closed, or opened in an emergency."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.care.events import CareClosed, EmergencyOpened
from clinic.care.models import CareRelation, EmergencyAccess
from clinic.common.text import iso_utc
from clinic.deliveries.services.owing import Owed, owe
from clinic.notifications.kinds import Data, Kind, register_kinds
from clinic.notifications.services import Notice, admins, tell
from clinic.notifications.slices.care_letters import EMERGENCY, register_letters
from clinic.notifications.texts import moment_of
from clinic.outbox.events import Fact
from clinic.patients.selectors import PATIENT, accounts_of
from clinic.users.services.mails import USER

FOR_ADMINS = "emergency_opened"


def on_closed(facts: Sequence[Fact[CareClosed]]) -> None:
    """Tell the doctor, in neutral words: neither who closed it nor why (outbox handler)."""
    ids = [fact.payload.relation_id for fact in facts]
    relations = CareRelation.objects.select_related("doctor", "patient__user").in_bulk(ids)
    tell(
        Notice(
            of=fact,
            user_id=relation.doctor.user_id,
            kind="care_closed",
            link="/medecin",
            data={"who": relation.patient.name},
        )
        for fact in facts
        if (relation := relations.get(fact.payload.relation_id))
    )


def on_emergency(facts: Sequence[Fact[EmergencyOpened]]) -> None:
    """Tell the patient's side and the admins, and mail the patient's side at once, whatever the
    hour and whatever mails they want (outbox handler)."""
    ids = [fact.payload.access_id for fact in facts]
    accesses = EmergencyAccess.objects.select_related("doctor", "patient__user").in_bulk(ids)
    for fact in facts:
        access = accesses[fact.payload.access_id]
        accounts = accounts_of(access.patient)
        tell([*_to_patient(fact, access, accounts), *_to_admins(fact, access)])
        owe(*_mails(access, accounts), now=fact.recorded_at)


def _to_patient(fact: Fact[Any], access: EmergencyAccess, accounts: list[int]) -> Iterator[Notice]:
    told = {
        "who": access.doctor.name,
        "at": iso_utc(access.opened_at),
        "zone": access.doctor.time_zone,
        "reason": access.reason,
    }
    for user_id in accounts:
        is_acting = user_id != access.patient.user_id
        yield Notice(
            of=fact,
            user_id=user_id,
            kind=EMERGENCY,
            link="/profil/acces",
            data=told | ({"whose": access.patient.name} if is_acting else {}),
        )


def _to_admins(fact: Fact[Any], access: EmergencyAccess) -> Iterator[Notice]:
    told = {"who": access.doctor.name, "whose": access.patient.name}
    for user_id in admins():
        yield Notice(
            of=fact,
            user_id=user_id,
            kind=FOR_ADMINS,
            link=f"/admin-clinique/journal?patient={access.patient_id}",
            data=told,
        )


def _mails(access: EmergencyAccess, accounts: list[int]) -> Iterator[Owed]:
    recipients = [(USER, user_id) for user_id in accounts]
    if access.patient.user_id is None and access.patient.email:
        recipients.append((PATIENT, access.patient_id))
    for kind, recipient_id in recipients:
        yield Owed(
            kind=kind,
            recipient_id=recipient_id,
            template=EMERGENCY,
            about={"access": access.pk},
            dedupe_key=f"{EMERGENCY}:{access.pk}:{kind}:{recipient_id}",
        )


def _closed(data: Data) -> str:
    return _(
        "The record of %(who)s is no longer open to you. "
        "Appointments stay, with the patient's name and how to reach them."
    ) % {"who": data.get("who", "")}


def _emergency(data: Data) -> str:
    words = {name: data.get(name, "") for name in ("who", "reason", "whose")}
    words["when"] = moment_of(data, "at")
    if words["whose"]:
        return (
            _(
                "%(who)s has opened the record of %(whose)s in an emergency, on %(when)s. "
                "The reason given: %(reason)s"
            )
            % words
        )
    return (
        _(
            "%(who)s has opened your record in an emergency, on %(when)s. "
            "The reason given: %(reason)s"
        )
        % words
    )


def _opened(data: Data) -> str:
    return _(
        "%(who)s has opened the record of %(whose)s in an emergency. The journal says why."
    ) % {"who": data.get("who", ""), "whose": data.get("whose", "")}


def register() -> None:
    """Let people be told of these."""
    register_kinds(
        Kind("care_closed", gettext_lazy("Record closed"), _closed),
        Kind(EMERGENCY, gettext_lazy("Record opened in an emergency"), _emergency),
        Kind(FOR_ADMINS, gettext_lazy("Emergency access"), _opened),
    )
    register_letters()
