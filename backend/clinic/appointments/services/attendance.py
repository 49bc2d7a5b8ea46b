"""The patient's side agrees to an appointment that the doctor made, or the patient has come.

Either opens the record (``clinic.care.policies``).
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from clinic.appointments import policies
from clinic.appointments.lifecycle import (
    ACCEPTED_BY,
    MAILED_TO,
    AcceptedBy,
    MailedTo,
    Party,
    Status,
    Transition,
)
from clinic.appointments.models import Appointment
from clinic.appointments.selectors.acceptance import Meant, bare, code_of, read_token
from clinic.appointments.services.history import before, write_transition
from clinic.appointments.services.locks import lock_appointment, lock_patient
from clinic.appointments.services.transitions import allowed_status
from clinic.common.errors import Invalid
from clinic.patients.selectors import former_ids_of, is_of_staff
from clinic.users.models import User
from clinic.users.services.mails import USER


class CodeNotValid(Invalid):
    """What the patient read out is not the appointment's code, or no longer."""

    code = "code_not_valid"
    sentence = _("This is not the code of this appointment. It is in the patient's mail.")


class AcceptanceLinkNotValid(Invalid):
    """The mailed link is altered, its appointment was moved, cancelled or is over, or to whom it
    was sent no longer acts for the patient, or has another address."""

    code = "link_not_valid"
    sentence = _(
        "This link is no longer valid: the appointment was moved, cancelled or is over, or "
        "this is no longer the address of the patient, or of who acts for them. "
        "Call the practice if in doubt."
    )


@transaction.atomic
def accept_appointment(
    *,
    by: User,
    appointment_id: int,
    now: datetime,
    code: str = "",
    expected_versions: Collection[int] | None = None,
) -> Appointment:
    """Accept an appointment that the doctor made: by the patient's side, or by the doctor with the
    code that the patient reads out.

    Raises DoesNotExist, VersionConflict, InvalidTransition (accepted already), Forbidden, IsOver,
    and :class:`CodeNotValid`.
    """
    appointment, party = lock_appointment(
        by=by, appointment_id=appointment_id, expected_versions=expected_versions
    )
    _require(appointment, Transition.AGREE, party=party, writing={"code"} if code else (), now=now)
    if party is Party.DOCTOR and not _is_code(appointment, code):
        raise CodeNotValid(details={"code": [CodeNotValid.sentence]})
    means = AcceptedBy.CODE if party is Party.DOCTOR else AcceptedBy.ACCOUNT
    _write(appointment, Transition.AGREE, by=by, party=party, now=now, means=means)
    return appointment


@transaction.atomic
def accept_by_link(*, token: str, now: datetime) -> Appointment:
    """Accept with the link of the mail, which is good for one appointment at one time, until it is
    over, and for whom it was sent to, there. Followed again, nothing changes. Raises
    :class:`AcceptanceLinkNotValid`."""
    meant = read_token(token)
    if meant is None:
        raise AcceptanceLinkNotValid
    known = Appointment.objects.filter(pk=meant.appointment_id).values_list("patient", flat=True)
    for patient_id in known:
        lock_patient(patient_id=patient_id)
    rows = Appointment.objects.select_for_update(of=("self",), no_key=True)
    appointment = (
        rows.select_related("patient", "doctor")
        .filter(pk=meant.appointment_id, start_at=meant.start_at, status=Status.CONFIRMED)
        .filter(end_at__gt=now)
        .first()
    )
    if appointment is None or not _is_still_theirs(meant, appointment):
        raise AcceptanceLinkNotValid
    if appointment.accepted_at is None:
        is_account = meant.kind == USER
        _write(
            appointment,
            Transition.AGREE,
            by=None,
            party=Party.PATIENT,
            now=now,
            means=AcceptedBy.LINK,
            mailed_to=MailedTo.ACCOUNT if is_account else MailedTo.WRITTEN_DOWN,
        )
    return appointment


@transaction.atomic
def mark_arrived(
    *,
    by: User,
    appointment_id: int,
    now: datetime,
    expected_versions: Collection[int] | None = None,
) -> Appointment:
    """Mark that the patient has come, on the day of the appointment and until it ends.

    Raises DoesNotExist, VersionConflict, InvalidTransition (marked already), Forbidden and
    NotThatDay.
    """
    appointment, party = lock_appointment(
        by=by, appointment_id=appointment_id, expected_versions=expected_versions
    )
    _require(appointment, Transition.ARRIVE, party=party, now=now)
    _write(appointment, Transition.ARRIVE, by=by, party=party, now=now, means=AcceptedBy.ARRIVAL)
    return appointment


def _require(
    appointment: Appointment,
    transition: Transition,
    *,
    party: Party,
    writing: Collection[str] = (),
    now: datetime,
) -> None:
    allowed_status(appointment, transition, party=party, writing=writing)
    refusal = policies.attendance_refusal(
        transition,
        accepted_at=appointment.accepted_at,
        arrived_at=appointment.arrived_at,
        start_at=appointment.start_at,
        end_at=appointment.end_at,
        mode=appointment.mode,
        zone=appointment.doctor.time_zone if appointment.doctor else "",
        now=now,
    )
    if refusal is not None:
        raise refusal


def _is_still_theirs(meant: Meant, appointment: Appointment) -> bool:
    """Return whether to whom the link was sent may accept, and is still reached there."""
    if meant.kind == USER:
        user = User.objects.filter(pk=meant.recipient_id, is_active=True).first()
        if user is None or not meant.went_to(user.email):
            return False
        return Appointment.objects.for_patient(user).filter(pk=appointment.pk).exists()
    patient = appointment.patient
    known_as = [patient.pk, *former_ids_of(patient.pk)]
    return (
        patient.user_id is None
        and meant.recipient_id in known_as
        and meant.went_to(patient.email)
        and not is_of_staff(patient.email)
    )


def _is_code(appointment: Appointment, said: str) -> bool:
    if appointment.start_at is None:
        return False
    right = code_of(appointment_id=appointment.pk, start_at=appointment.start_at)
    return constant_time_compare(bare(said), bare(right))


def _write(
    appointment: Appointment,
    transition: Transition,
    *,
    by: User | None,
    party: Party,
    now: datetime,
    means: AcceptedBy,
    mailed_to: MailedTo | None = None,
) -> None:
    details = {ACCEPTED_BY: means.value} | ({MAILED_TO: mailed_to.value} if mailed_to else {})
    was = before(appointment)
    if transition is Transition.AGREE:
        appointment.accepted_at = now
    else:
        appointment.arrived_at = now
    write_transition(
        appointment, was, transition=transition, by=by, party=party, now=now, details=details
    )
