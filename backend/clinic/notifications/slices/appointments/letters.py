"""The mails about appointments: worded when they are sent, by what is true then.

No reason, message or specialty: a mail is read on the way, and over shoulders.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from clinic.appointments.lifecycle import ACTIVE, Party, Status
from clinic.appointments.models import AppointmentEvent
from clinic.appointments.selectors.acceptance import code_of, is_awaited, token_of
from clinic.appointments.selectors.calendar_file import calendar_file, method_for, place_of
from clinic.appointments.selectors.rows import Row, doctor_name, patient_name
from clinic.deliveries.letters import Letter, message_of
from clinic.deliveries.models import Delivery
from clinic.deliveries.registry import Attachment, Message, register_template
from clinic.deliveries.selectors import is_superseded
from clinic.notifications.kinds import text_of, title_of
from clinic.notifications.slices.appointments.addressees import Addressee, addressee_of
from clinic.notifications.slices.appointments.reminders import REMINDER
from clinic.notifications.slices.appointments.words import data_for, proposed_in, settled_in
from clinic.notifications.texts import day, moment, span
from clinic.patients.selectors import is_of_staff
from clinic.slots.modes import ConsultationMode

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
    "appointment_arrived": _CONFIRMED,
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
    addressee = addressee_of(delivery)
    if addressee is None or not _is_true(delivery, addressee.row, now=now):
        return None
    with translation.override(addressee.language):
        return message_of(
            _letter(delivery, addressee, now=now), attachments=_files(addressee, now=now)
        )


def _is_true(delivery: Delivery, row: Row, *, now: datetime) -> bool:
    if row["status"] not in TRUE_WHILE[delivery.template]:
        return False
    if delivery.template == REMINDER:
        is_same_time = row["start_at"].timestamp() == delivery.about["start"]
        return is_same_time and bool(now < row["start_at"])
    if delivery.template == "appointment_waiting" and row["doctor_id"] is not None:
        return False
    return not is_superseded(delivery)


def _letter(delivery: Delivery, addressee: Addressee, *, now: datetime) -> Letter:
    kind, party, row = delivery.template, addressee.party, addressee.row
    user_id = addressee.user.pk if addressee.user else None
    data = data_for(party, _with_account(row), user_id=user_id) | _more(delivery)
    if not addressee.page:
        # There is nowhere to read it.
        data.pop("has_message", None)
    asks = _asks(addressee, now=now)
    notes = []
    if kind in _ASKING_TO_CANCEL and party is Party.PATIENT:
        notes.append(_how_to_cancel(addressee))
    return Letter(
        subject=_subject(kind, data),
        greeting=addressee.greeting,
        paragraphs=[text_of(kind, data), *([_please_accept()] if asks else [])],
        facts=[
            *_facts(row, party, zone=data["zone"]),
            *([(_("Your code"), _code(row))] if asks else []),
        ],
        button=_acceptance(addressee) if asks else _seeing(addressee),
        notes=[*notes, addressee.footer],
    )


def _please_accept() -> str:
    return _(
        "The practice made this appointment for you. Please accept it: then the doctor may open "
        "your medical record. You can also read out your code at the desk."
    )


def _how_to_cancel(addressee: Addressee) -> str:
    if addressee.user is None:
        return _("If you cannot come, please call: somebody else will be glad of the time.")
    return _("If you cannot come, please cancel online: somebody else will be glad of the time.")


def _code(row: Row) -> str:
    return code_of(appointment_id=row["id"], start_at=row["start_at"])


def _asks(addressee: Addressee, *, now: datetime) -> bool:
    """Return whether the patient's side is asked to accept: never by an address of the clinic's
    own people that was written down for somebody else."""
    if addressee.party is not Party.PATIENT or not is_awaited(addressee.row, now=now):
        return False
    return addressee.user is not None or not is_of_staff(addressee.address)


def _acceptance(addressee: Addressee) -> tuple[str, str]:
    """Return what accepts, and where: the token is made now and kept nowhere."""
    row = addressee.row
    token = token_of(appointment_id=row["id"], start_at=row["start_at"], sent=addressee.sent)
    link = f"{settings.FRONTEND_BASE_URL}/rendez-vous/accepter#{urlencode({'token': token})}"
    return _("Accept the appointment"), link


def _seeing(addressee: Addressee) -> tuple[str, str] | None:
    return (_("See the appointment"), addressee.page) if addressee.page else None


def _with_account(row: Row) -> Row:
    return {**row, "patient_user": row["patient__user_id"]}


def _more(delivery: Delivery) -> dict[str, Any]:
    event_id = delivery.about.get("event")
    if not event_id:
        return {}
    history = AppointmentEvent.objects.get(pk=event_id)
    return proposed_in(history) | settled_in(history)


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
    mode = str(ConsultationMode(row["mode"]).label)
    facts.append((_("Mode"), mode))
    if row["doctor_id"] is not None and (place := place_of(row)) not in ("", mode):
        facts.append((_("Place"), place))
    return facts


def _files(addressee: Addressee, *, now: datetime) -> tuple[Attachment, ...]:
    """Return what the recipient's calendar takes over; an admin's is not concerned."""
    row = addressee.row
    if row["start_at"] is None or addressee.party is Party.ADMIN:
        return ()
    method = method_for(row["status"])
    file = calendar_file(row, owner=addressee.calendar, now=now, method=method)
    return (
        Attachment(
            name="rendez-vous.ics",
            content=file.decode(),
            kind="calendar",
            parameters=(("method", method),),
        ),
    )
