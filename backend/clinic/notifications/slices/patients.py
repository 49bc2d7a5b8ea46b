"""Patients: who is left hears that somebody no longer acts for a patient, and so does whom a
patient has dismissed."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.notifications.kinds import Data, Kind, register_kinds
from clinic.notifications.services import Notice, tell
from clinic.outbox.events import Fact
from clinic.patients.events import GuardianLeft, GuardianshipEnded
from clinic.patients.models import Guardian
from clinic.patients.selectors import accounts_of


def on_guardian_left(facts: Sequence[Fact[GuardianLeft]]) -> None:
    """Tell the patient, and who else acts for them (outbox handler)."""
    ids = [fact.payload.guardian_id for fact in facts]
    left = Guardian.objects.select_related("user__patient", "patient__user").in_bulk(ids)
    tell(
        Notice(
            of=fact,
            user_id=user_id,
            kind="guardian_left",
            link="/profil",
            data={"who": _name_of(guardian), "whose": guardian.patient.name},
        )
        for fact in facts
        if (guardian := left.get(fact.payload.guardian_id))
        for user_id in accounts_of(guardian.patient)
        if user_id != guardian.user_id
    )


def on_guardianship_ended(facts: Sequence[Fact[GuardianshipEnded]]) -> None:
    """Tell the other side: whom the patient has dismissed, or the patient and who else acts for
    them (outbox handler)."""
    ids = [fact.payload.guardian_id for fact in facts]
    ended = Guardian.objects.select_related("user__patient", "patient__user").in_bulk(ids)
    for fact in facts:
        guardian = ended.get(fact.payload.guardian_id)
        if guardian is not None:
            tell(_notices(fact, guardian))


def _notices(fact: Fact[GuardianshipEnded], guardian: Guardian) -> Iterator[Notice]:
    is_dismissed = fact.payload.by_id == guardian.patient.user_id
    told = [guardian.user_id] if is_dismissed else accounts_of(guardian.patient)
    for user_id in told:
        if user_id != fact.payload.by_id:
            yield Notice(
                of=fact,
                user_id=user_id,
                kind="guardian_dismissed" if is_dismissed else "guardian_gone",
                link="/profil",
                data={"who": _name_of(guardian), "whose": guardian.patient.name},
            )


def _name_of(guardian: Guardian) -> str:
    profile = getattr(guardian.user, "patient", None)
    return profile.name if profile else guardian.user.username


def _left(data: Data) -> str:
    return _("%(who)s has left and no longer acts for %(whose)s. The appointments stay.") % {
        "who": data.get("who", ""),
        "whose": data.get("whose", ""),
    }


def _gone(data: Data) -> str:
    return _("%(who)s no longer acts for %(whose)s. The appointments stay.") % {
        "who": data.get("who", ""),
        "whose": data.get("whose", ""),
    }


def _dismissed(data: Data) -> str:
    return _(
        "%(whose)s has decided to act alone: you no longer see their data or book for them. "
        "The appointments stay."
    ) % {"whose": data.get("whose", "")}


def register() -> None:
    """Let people be told of these."""
    acts_no_more = gettext_lazy("Somebody no longer acts for a patient")
    register_kinds(
        Kind("guardian_left", acts_no_more, _left),
        Kind("guardian_gone", acts_no_more, _gone),
        Kind("guardian_dismissed", gettext_lazy("You no longer act for a patient"), _dismissed),
    )
