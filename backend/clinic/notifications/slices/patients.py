"""Patients: who is left hears that somebody no longer acts for a patient."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.notifications.kinds import Data, Kind, register_kinds
from clinic.notifications.services import Notice, tell
from clinic.outbox.events import Fact
from clinic.patients.events import GuardianLeft
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


def _name_of(guardian: Guardian) -> str:
    profile = getattr(guardian.user, "patient", None)
    return profile.name if profile else guardian.user.username


def _left(data: Data) -> str:
    return _("%(who)s has left and no longer acts for %(whose)s. The appointments stay.") % {
        "who": data.get("who", ""),
        "whose": data.get("whose", ""),
    }


def register() -> None:
    """Let people be told of this."""
    register_kinds(
        Kind("guardian_left", gettext_lazy("Somebody no longer acts for a patient"), _left)
    )
