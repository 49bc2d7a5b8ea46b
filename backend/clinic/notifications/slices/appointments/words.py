"""What each kind of notification says of an appointment, worded when it is read."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.appointments.lifecycle import Party, Transition
from clinic.appointments.models import AppointmentEvent
from clinic.appointments.selectors.rows import Row, doctor_name, patient_name
from clinic.common.text import iso_utc
from clinic.deliveries.services.owing import Recipient
from clinic.notifications.kinds import Data, Group, Kind, register_groups, register_kinds
from clinic.notifications.texts import moment
from clinic.patients.selectors import PATIENT
from clinic.slots.modes import ConsultationMode
from clinic.users.roles import Role
from clinic.users.services.mails import USER


def patients_accounts(row: Row) -> list[int]:
    """Return the accounts that hear of the patient's side: their own, and who acts for them."""
    own = row["patient_user"]
    return [*([own] if own else []), *(user for user in row["guardians"] if user != own)]


def patients_side(row: Row) -> list[Recipient]:
    """Return who is mailed on the patient's side: the accounts, or else the address that the
    practice wrote down for somebody without one."""
    accounts: list[Recipient] = [(USER, user_id) for user_id in patients_accounts(row)]
    if row["patient_user"] is None and row["patient__email"]:
        accounts.append((PATIENT, row["patient_id"]))
    return accounts


def data_for(party: Party, row: Row, *, user_id: int | None) -> dict[str, Any]:
    """Return who and when, as the recipient sees it. No reason and no message: health data.

    Who acts for the patient is told whose appointment it is.
    """
    start_at = row["start_at"] or row["requested_start_at"]
    is_acting = party is Party.PATIENT and user_id != row["patient_user"]
    return {
        **({"whose": patient_name(row)} if is_acting else {}),
        "who": (doctor_name(row) or "") if party is Party.PATIENT else patient_name(row),
        "start_at": iso_utc(start_at) if start_at else None,
        "zone": row["doctor__time_zone"] or settings.CLINIC_TIME_ZONE,
    }


def proposed_in(history: AppointmentEvent) -> dict[str, Any]:
    """Return the time that was proposed."""
    if history.transition != Transition.PROPOSE:
        return {}
    return {"proposed_at": history.details["to"]}


def settled_in(history: AppointmentEvent) -> dict[str, Any]:
    """Return what the practice confirmed otherwise than it was asked for: the time that was asked
    for, the mode that it is now, and whether the doctor left a message (never its words)."""
    if history.transition != Transition.CONFIRM:
        return {}
    details = history.details
    said = details.get("changes", {}).get("message_medecin", {})
    settled = {
        "asked_at": details.get("from") if details.get("from") != details.get("to") else None,
        "mode": details.get("mode"),
        "has_message": bool(said.get("to")),
    }
    return {name: value for name, value in settled.items() if value}


def _when(data: Data, key: str = "start_at") -> str:
    if not data.get(key):
        return _("at a time to be agreed")
    return moment(datetime.fromisoformat(data[key]), zone=data["zone"])


def _words(data: Data) -> dict[str, str]:
    return {
        "who": str(data.get("who", "")),
        "when": _when(data),
        "proposed": _when(data, "proposed_at"),
        "asked": _when(data, "asked_at"),
    }


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


def _confirmed(data: Data) -> str:
    if "asked_at" in data:
        said = _(
            "Your appointment with %(who)s is confirmed at another time than you asked for: "
            "%(when)s (instead of %(asked)s)."
        )
    else:
        said = _("Your appointment with %(who)s on %(when)s is confirmed.")
    sentences = [said % _words(data)]
    if "mode" in data:
        is_video = data["mode"] == ConsultationMode.VIDEO
        sentences.append(_("It takes place by video.") if is_video else _("It is in person."))
    if "has_message" in data:
        sentences.append(_("The doctor has left you a message: read it with the appointment."))
    return " ".join(sentences)


_SENTENCES: Final[Mapping[str, Callable[[Data], str]]] = {
    "appointment_requested": lambda data: (
        _("%(who)s asks for an appointment on %(when)s.") % _words(data)
    ),
    "appointment_asked": lambda _data: _(
        "An appointment is requested for you. You will hear when it is confirmed."
    ),
    "appointment_booked": lambda data: (
        _("%(who)s has an appointment with you on %(when)s.") % _words(data)
    ),
    "appointment_waiting": lambda data: (
        _("%(who)s asks for an appointment; no doctor is assigned yet.") % _words(data)
    ),
    "appointment_confirmed": _confirmed,
    "appointment_declined": lambda data: (
        _("%(who)s cannot see you on %(when)s. Please choose another time.") % _words(data)
    ),
    "appointment_cancelled": lambda data: (
        _("The appointment with %(who)s on %(when)s is cancelled.") % _words(data)
    ),
    "appointment_moved": lambda data: (
        _("The appointment with %(who)s is now on %(when)s.") % _words(data)
    ),
    "appointment_assigned": lambda data: (
        _("The appointment with %(who)s is planned for %(when)s.") % _words(data)
    ),
    "appointment_accepted": lambda data: (
        _("The appointment with %(who)s on %(when)s is accepted.") % _words(data)
    ),
    "appointment_arrived": lambda data: (
        _(
            "The practice has noted that the patient has come to the appointment with %(who)s on "
            "%(when)s. If that is not so, please call."
        )
        % _words(data)
    ),
    "appointment_reminder": lambda data: (
        _("We remind you of your appointment with %(who)s on %(when)s.") % _words(data)
    ),
    "appointment_edited": lambda data: (
        _("The details of the appointment with %(who)s on %(when)s have changed.") % _words(data)
    ),
    "proposal_made": _proposed,
    "proposal_accepted": lambda data: (
        _("The proposed change is accepted: the appointment with %(who)s is on %(when)s.")
        % _words(data)
    ),
    "proposal_declined": lambda data: (
        _(
            "The proposed change is not possible. "
            "The appointment with %(who)s on %(when)s stands as it is."
        )
        % _words(data)
    ),
    "proposal_withdrawn": lambda data: (
        _(
            "The proposal of another time is withdrawn. "
            "The appointment with %(who)s on %(when)s stands as it is."
        )
        % _words(data)
    ),
    "proposal_expired": lambda data: (
        _(
            "Nobody answered the proposal of another time. "
            "The appointment with %(who)s on %(when)s stands as it is."
        )
        % _words(data)
    ),
}
_TITLES: Final = {
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
    "appointment_accepted": gettext_lazy("Appointment accepted"),
    "appointment_arrived": gettext_lazy("Arrival noted"),
    "appointment_reminder": gettext_lazy("Appointment reminder"),
    "proposal_made": gettext_lazy("Another time proposed"),
    "proposal_accepted": gettext_lazy("Proposal accepted"),
    "proposal_declined": gettext_lazy("Proposal declined"),
    "proposal_withdrawn": gettext_lazy("Proposal withdrawn"),
    "proposal_expired": gettext_lazy("Proposal without an answer"),
}


# In which group each is mailed; the others are "appointments".
_GROUPS: Final = {
    "appointment_requested": "requests",
    "appointment_waiting": "requests",
    "proposal_made": "requests",
    "appointment_moved": "changes",
    "appointment_cancelled": "changes",
    "appointment_edited": "details",
    "appointment_accepted": "details",
    "appointment_arrived": "details",
    "appointment_reminder": "reminders",
}
_BOTH: Final = (Role.PATIENT, Role.DOCTOR)


def _sentence(kind: str) -> Callable[[Data], str]:
    """Return what a kind says; to who acts for somebody, whose appointment it is."""

    def said(data: Data) -> str:
        sentence = _SENTENCES[kind](data)
        if "whose" not in data:
            return sentence
        who = data.get("who")
        if not who or not sentence.startswith(who):
            # It goes on behind a colon; a name keeps its capital.
            sentence = sentence[:1].lower() + sentence[1:]
        return _("For %(name)s: %(sentence)s") % {"name": data["whose"], "sentence": sentence}

    return said


def register() -> None:
    """Let people be told of these, and choose which they are mailed."""
    register_groups(
        Group("requests", gettext_lazy("Requests and proposals"), (Role.DOCTOR, Role.ADMIN)),
        Group("appointments", gettext_lazy("New appointments and answers"), _BOTH),
        Group("changes", gettext_lazy("Changes of time and cancellations"), _BOTH),
        Group("details", gettext_lazy("Changed details"), _BOTH, is_wanted=False),
        Group("reminders", gettext_lazy("Reminders"), (Role.PATIENT,)),
    )
    register_kinds(
        *(
            Kind(
                name,
                title,
                _sentence(name),
                _GROUPS.get(name, "appointments"),
                is_timed=name == "appointment_reminder",
            )
            for name, title in _TITLES.items()
        )
    )
