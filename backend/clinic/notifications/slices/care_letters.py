"""The mail that tells a patient's side of an emergency: who, when, and the reason given."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from clinic.care.models import EmergencyAccess
from clinic.deliveries.letters import Letter, message_of
from clinic.deliveries.models import Delivery
from clinic.deliveries.registry import Message, register_template
from clinic.notifications.texts import moment
from clinic.users.models import User
from clinic.users.roles import Role
from clinic.users.services.mails import USER, greeting_of

EMERGENCY: Final = "emergency_access"


def register_letters() -> None:
    """Let this be mailed."""
    register_template(EMERGENCY, emergency)


def emergency(delivery: Delivery, _now: datetime) -> Message | None:
    """Return the mail; it is true whatever happens afterwards."""
    accesses = EmergencyAccess.objects.select_related("doctor", "patient__user")
    access = accesses.get(pk=delivery.about["access"])
    # Somebody without an account is written to in the clinic's language.
    user = User.objects.get(pk=delivery.recipient_id) if delivery.recipient_kind == USER else None
    with translation.override(user.language if user else settings.LANGUAGE_CODE):
        return message_of(_letter(access, user))


def _letter(access: EmergencyAccess, user: User | None) -> Letter:
    zone = access.doctor.time_zone
    is_patients_own = user is not None and access.patient.user_id == user.pk
    facts = [
        (_("Doctor"), access.doctor.name),
        (_("Opened"), moment(access.opened_at, zone=zone)),
        (_("Until"), moment(access.ends_at, zone=zone)),
        (_("Reason given"), access.reason),
    ]
    if user is not None and not is_patients_own:
        facts.insert(0, (_("Patient"), access.patient.name))
    return Letter(
        subject=_("A doctor has opened a medical record in an emergency"),
        greeting=greeting_of(user) if user else _("Hello,"),
        paragraphs=[
            _(
                "A doctor who does not treat the patient may open the record in an emergency, with "
                "a reason. You are told each time, and the clinic looks into it."
            ),
            _("This record closes again by itself on %(until)s.")
            % {"until": moment(access.ends_at, zone=zone)},
            _("If this was not right, please tell the clinic."),
        ],
        facts=facts,
        button=_button(user) if is_patients_own else None,
    )


def _button(user: User | None) -> tuple[str, str] | None:
    if user is None or user.role != Role.PATIENT:
        return None
    return (_("See who opened my data"), f"{settings.FRONTEND_BASE_URL}/profil/acces")
