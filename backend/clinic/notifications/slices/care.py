"""Care: doctors hear that a record is no longer open to them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.care.events import CareClosed
from clinic.care.models import CareRelation
from clinic.notifications.kinds import Data, Kind, register_kinds
from clinic.notifications.services import Notice, tell
from clinic.outbox.events import Fact


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


def _closed(data: Data) -> str:
    return _(
        "The record of %(who)s is no longer open to you. "
        "Appointments stay, with the patient's name and how to reach them."
    ) % {"who": data.get("who", "")}


def register() -> None:
    """Let people be told of these."""
    register_kinds(Kind("care_closed", gettext_lazy("Record closed"), _closed))
