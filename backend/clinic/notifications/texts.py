"""What notifications say, in the reader's language: made from kind and data when they are read.

Pure but for the active language.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.users.roles import Role

Data = Mapping[str, Any]

TITLES: Final[Mapping[str, Promise]] = {
    "appointment_requested": gettext_lazy("New appointment request"),
    "appointment_asked": gettext_lazy("Appointment requested"),
    "appointment_booked": gettext_lazy("New appointment"),
    "appointment_waiting": gettext_lazy("Request waiting for a doctor"),
    "appointment_confirmed": gettext_lazy("Appointment confirmed"),
    "appointment_declined": gettext_lazy("Appointment declined"),
    "appointment_cancelled": gettext_lazy("Appointment cancelled"),
    "appointment_moved": gettext_lazy("Appointment moved"),
    "appointment_assigned": gettext_lazy("Appointment assigned"),
    "appointment_edited": gettext_lazy("Appointment updated"),
    "proposal_made": gettext_lazy("Another time proposed"),
    "proposal_accepted": gettext_lazy("Proposal accepted"),
    "proposal_declined": gettext_lazy("Proposal declined"),
    "proposal_withdrawn": gettext_lazy("Proposal withdrawn"),
    "proposal_expired": gettext_lazy("Proposal without an answer"),
    "approval_waiting": gettext_lazy("Account waiting for approval"),
    "account_approved": gettext_lazy("Account approved"),
}


def title_of(kind: str) -> str:
    """Return the headline."""
    return str(TITLES[kind])


def text_of(kind: str, data: Data) -> str:
    """Return the sentence: what happened, with whom and when."""
    return _SENTENCES[kind](data)


def moment(data: Data) -> str:
    """Return the appointment's beginning as people say it, in the practice's zone."""
    if not data.get("start_at"):
        return _("at a time to be agreed")
    local = datetime.fromisoformat(data["start_at"]).astimezone(ZoneInfo(data["zone"]))
    if (translation.get_language() or "fr").startswith("en"):
        clock = format_time(local, "h:mm\N{NO-BREAK SPACE}a", locale="en_GB")
        return f"{format_date(local, 'EEEE d MMMM', 'en')} at {clock}"
    hour = f"{local.hour}\N{NO-BREAK SPACE}h"
    minutes = f"\N{NO-BREAK SPACE}{local.minute:02d}" if local.minute else ""
    return f"{format_date(local, 'EEEE d MMMM', 'fr')} à {hour}{minutes}"


def _requested(data: Data) -> str:
    return _("%(who)s asks for an appointment on %(when)s.") % _words(data)


def _asked(_data: Data) -> str:
    return _("An appointment is requested for you. You will hear when it is confirmed.")


def _booked(data: Data) -> str:
    return _("%(who)s has an appointment with you on %(when)s.") % _words(data)


def _waiting(data: Data) -> str:
    return _("%(who)s asks for an appointment; no doctor is assigned yet.") % _words(data)


def _confirmed(data: Data) -> str:
    return _("Your appointment with %(who)s on %(when)s is confirmed.") % _words(data)


def _declined(data: Data) -> str:
    return _("%(who)s cannot see you on %(when)s. Please choose another time.") % _words(data)


def _cancelled(data: Data) -> str:
    return _("The appointment with %(who)s on %(when)s is cancelled.") % _words(data)


def _moved(data: Data) -> str:
    return _("The appointment with %(who)s is now on %(when)s.") % _words(data)


def _assigned(data: Data) -> str:
    return _("The appointment with %(who)s is planned for %(when)s.") % _words(data)


def _edited(data: Data) -> str:
    return _("The details of the appointment with %(who)s on %(when)s have changed.") % _words(data)


def _proposed(data: Data) -> str:
    if data.get("proposed_at") == data.get("start_at"):
        return _(
            "%(who)s proposes to hold the appointment on %(when)s in the other way "
            "(in person or by video). It stands as it is until you answer."
        ) % _words(data)
    return _(
        "%(who)s proposes %(proposed)s instead of %(when)s. "
        "The appointment stands as it is until you answer."
    ) % _words(data)


def _proposal_accepted(data: Data) -> str:
    return _(
        "The proposed change is accepted: the appointment with %(who)s is on %(when)s."
    ) % _words(data)


def _proposal_declined(data: Data) -> str:
    return _(
        "The proposed change is not possible. "
        "The appointment with %(who)s on %(when)s stands as it is."
    ) % _words(data)


def _proposal_withdrawn(data: Data) -> str:
    return _(
        "The proposal of another time is withdrawn. "
        "The appointment with %(who)s on %(when)s stands as it is."
    ) % _words(data)


def _proposal_expired(data: Data) -> str:
    return _(
        "Nobody answered the proposal of another time. "
        "The appointment with %(who)s on %(when)s stands as it is."
    ) % _words(data)


def _approval(data: Data) -> str:
    """Say who asks to be what: an admin approves no stranger by the name alone."""
    who, email = str(data.get("who", "")), str(data.get("email", ""))
    return _("%(who)s has registered as %(role)s and waits for your approval.") % {
        "who": f"{who} ({email})" if email not in {"", who} else who,
        "role": str(dict(Role.choices).get(str(data.get("role")), Role.PATIENT.label)).lower(),
    }


def _approved(_data: Data) -> str:
    return _("Your account is approved. Everything is open to you now.")


def _words(data: Data) -> dict[str, str]:
    proposed = {**data, "start_at": data.get("proposed_at")}
    return {
        "who": str(data.get("who", "")),
        "when": moment(data),
        "proposed": moment(proposed),
    }


_SENTENCES: Final[Mapping[str, Callable[[Data], str]]] = {
    "appointment_requested": _requested,
    "appointment_asked": _asked,
    "appointment_booked": _booked,
    "appointment_waiting": _waiting,
    "appointment_confirmed": _confirmed,
    "appointment_declined": _declined,
    "appointment_cancelled": _cancelled,
    "appointment_moved": _moved,
    "appointment_assigned": _assigned,
    "appointment_edited": _edited,
    "proposal_made": _proposed,
    "proposal_accepted": _proposal_accepted,
    "proposal_declined": _proposal_declined,
    "proposal_withdrawn": _proposal_withdrawn,
    "proposal_expired": _proposal_expired,
    "approval_waiting": _approval,
    "account_approved": _approved,
}
