"""The mails about appointments: worded when they are sent, by what is true then.

No reason, message or specialty: a mail is read on the way, and over shoulders.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from clinic.appointments.lifecycle import ACTIVE, Party, Status
from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.selectors.calendar_file import calendar_file, method_for, place_of
from clinic.appointments.selectors.rows import Row, appointment_of, doctor_name, patient_name
from clinic.deliveries.letters import Letter, message_of
from clinic.deliveries.models import Delivery
from clinic.deliveries.registry import Attachment, Message, register_template
from clinic.deliveries.selectors import is_superseded
from clinic.notifications.kinds import text_of, title_of, wants
from clinic.notifications.selectors import preferences_of
from clinic.notifications.slices.appointments.reminders import REMINDER
from clinic.notifications.slices.appointments.words import data_for, proposed_in
from clinic.notifications.texts import day, moment, span
from clinic.users.models import User
from clinic.users.roles import Role
from clinic.users.services.mails import greeting_of

_PARTIES: Final[Mapping[str, Party]] = {
    Role.PATIENT: Party.PATIENT,
    Role.DOCTOR: Party.DOCTOR,
    Role.ADMIN: Party.ADMIN,
}
_PAGES: Final[Mapping[Party, tuple[str, str]]] = {
    Party.PATIENT: ("/rendez-vous/{id}", "/profil"),
    Party.DOCTOR: ("/medecin/rendez-vous/{id}", "/medecin/profil"),
    Party.ADMIN: ("/admin-clinique/rendez-vous", "/admin-clinique/profil"),
}
_CONFIRMED: Final = frozenset({Status.CONFIRMED})
_PENDING: Final = frozenset({Status.PENDING})
# In which states a mail is still true; in others there is another one, or none is needed.
TRUE_WHILE: Final[Mapping[str, Collection[Status]]] = {
    "appointment_requested": _PENDING,
    "appointment_asked": _PENDING,
    "appointment_waiting": _PENDING,
    "appointment_booked": _CONFIRMED,
    "appointment_confirmed": _CONFIRMED,
    "appointment_declined": frozenset({Status.DECLINED}),
    "appointment_cancelled": frozenset({Status.CANCELLED}),
    "appointment_moved": ACTIVE,
    "appointment_assigned": ACTIVE,
    "appointment_edited": ACTIVE,
    "appointment_accepted": _CONFIRMED,
    "proposal_made": _CONFIRMED,
    "proposal_accepted": _CONFIRMED,
    "proposal_declined": _CONFIRMED,
    "proposal_withdrawn": _CONFIRMED,
    "proposal_expired": _CONFIRMED,
    REMINDER: _CONFIRMED,
}
# With these the patient learns how to let others have the time.
_ASKING_TO_CANCEL: Final = frozenset({"appointment_confirmed", "appointment_moved", REMINDER})


def register() -> None:
    """Let these be mailed."""
    for kind in TRUE_WHILE:
        register_template(kind, letter)


def letter(delivery: Delivery, now: datetime) -> Message | None:
    """Return the mail of a kind of notification; None when it is no longer true, no longer news
    or wanted, or no longer the recipient's business."""
    user = User.objects.get(pk=delivery.recipient_id)
    if not wants(preferences_of(user).choices, delivery.template):
        return None
    try:
        row = appointment_of(user, delivery.about["appointment"])
    except Appointment.DoesNotExist:
        return None
    if not _is_true(delivery, row, now=now):
        return None
    with translation.override(user.language):
        return message_of(_letter(delivery, row, user), attachments=_files(row, user, now=now))


def _is_true(delivery: Delivery, row: Row, *, now: datetime) -> bool:
    if row["status"] not in TRUE_WHILE[delivery.template]:
        return False
    if delivery.template == REMINDER:
        is_same_time = row["start_at"].timestamp() == delivery.about["start"]
        return is_same_time and bool(now < row["start_at"])
    if delivery.template == "appointment_waiting" and row["doctor_id"] is not None:
        return False
    return not is_superseded(delivery)


def _letter(delivery: Delivery, row: Row, user: User) -> Letter:
    kind, party = delivery.template, _PARTIES[user.role]
    page, profile = _PAGES[party]
    data = data_for(party, _with_account(row), user_id=user.pk) | _proposed(delivery)
    notes = []
    if kind in _ASKING_TO_CANCEL and party is Party.PATIENT:
        notes.append(
            _("If you cannot come, please cancel online: somebody else will be glad of the time.")
        )
    notes.append(
        _("You choose which e-mails you get in your profile: %(link)s")
        % {"link": settings.FRONTEND_BASE_URL + profile}
    )
    return Letter(
        subject=_subject(kind, data),
        greeting=greeting_of(user),
        paragraphs=[text_of(kind, data)],
        facts=_facts(row, party, zone=data["zone"]),
        button=(
            _("See the appointment"),
            settings.FRONTEND_BASE_URL + page.format(id=row["id"]),
        ),
        notes=notes,
    )


def _with_account(row: Row) -> Row:
    return {**row, "patient_user": row["patient__user_id"]}


def _proposed(delivery: Delivery) -> dict[str, Any]:
    event_id = delivery.about.get("event")
    return proposed_in(AppointmentEvent.objects.get(pk=event_id)) if event_id else {}


def _subject(kind: str, data: Mapping[str, Any]) -> str:
    if not data["start_at"]:
        return title_of(kind)
    when = moment(datetime.fromisoformat(data["start_at"]), zone=data["zone"])
    return f"{title_of(kind)} – {when}"


def _facts(row: Row, party: Party, *, zone: str) -> list[tuple[str, str]]:
    facts = []
    if row["start_at"]:
        facts += [
            (_("Date"), day(row["start_at"], zone=zone)),
            (_("Time"), span(row["start_at"], row["end_at"], zone=zone)),
        ]
    if party is not Party.PATIENT:
        facts.append((_("Patient"), patient_name(row)))
    if party is not Party.DOCTOR and row["doctor_id"] is not None:
        facts.append((_("Doctor"), doctor_name(row) or ""))
    if row["doctor_id"] is not None and (place := place_of(row)):
        facts.append((_("Place"), place))
    return facts


def _files(row: Row, user: User, *, now: datetime) -> tuple[Attachment, ...]:
    """Return what the recipient's calendar takes over; an admin's is not concerned."""
    if row["start_at"] is None or user.role == Role.ADMIN:
        return ()
    method = method_for(row["status"])
    return (
        Attachment(
            name="rendez-vous.ics",
            content=calendar_file(row, viewer=user, now=now, method=method).decode(),
            kind="calendar",
            parameters=(("method", method),),
        ),
    )
