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
    return {"who": str(data.get("who", "")), "when": moment(data)}


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
    "approval_waiting": _approval,
    "account_approved": _approved,
}
