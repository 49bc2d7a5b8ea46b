"""Reading rows under lock, in the one order that cannot deadlock."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from clinic.appointments.lifecycle import Party
from clinic.appointments.models import Appointment
from clinic.appointments.policies import party_of
from clinic.common.errors import Forbidden, Invalid, VersionConflict
from clinic.patients.models import Patient, PatientQuerySet, PatientStatus
from clinic.users.models import User
from clinic.users.roles import Role


class PatientNeeded(Invalid):
    """The practice books for someone and must say for whom."""

    sentence = _("Please say for which patient the appointment is.")


class PatientInactive(Forbidden):
    """The clinic keeps this patient's record as inactive (R3 §3): they do not book by themself."""

    code = "patient_inactive"
    sentence = _("Your patient record is inactive. Please call the practice to book.")


def lock_patient(*, patient_id: int) -> Patient:
    """Return the patient under lock: two bookings of one person go one after the other."""
    # NO KEY: rows that refer to the patient may be written meanwhile.
    return Patient.objects.select_for_update(no_key=True).get(pk=patient_id)


def lock_patient_for(*, by: User, patient_id: int | None, now: datetime) -> tuple[Patient, Party]:
    """Return the patient for whom ``by`` books, under lock, and in what capacity ``by`` acts.

    A patient books for themself, or for whom they act; a doctor for their own patients, and for
    whom they have found by exact name and birth date. Raises :class:`PatientInactive`,
    :class:`PatientNeeded`, or DoesNotExist for a patient whom ``by`` may not know of.
    """
    locked = Patient.objects.select_for_update(no_key=True)
    if by.role == Role.PATIENT:
        return _own_or_ward(locked, by=by, patient_id=patient_id), Party.PATIENT
    if patient_id is None:
        raise PatientNeeded(details={"patient": [PatientNeeded.sentence]})
    known = Patient.objects.within_reach(by, now=now).filter(pk=patient_id).values("pk")
    party = Party.ADMIN if by.role == Role.ADMIN else Party.DOCTOR
    return locked.get(pk__in=known), party


def _own_or_ward(locked: PatientQuerySet, *, by: User, patient_id: int | None) -> Patient:
    if patient_id is None:
        patient = locked.get(user=by)
    else:
        known = Patient.objects.visible_to(by).filter(pk=patient_id).values("pk")
        patient = locked.get(pk__in=known)
    if patient.status == PatientStatus.INACTIVE:
        raise PatientInactive
    if patient.user_id == by.pk:
        patient.user = by
    return patient


def lock_appointment(
    *, by: User, appointment_id: int, expected_versions: Collection[int] | None
) -> tuple[Appointment, Party]:
    """Return the appointment under lock (after its patient's) and the capacity of ``by``.

    Raises DoesNotExist when ``by`` may not know of it, VersionConflict when its version is
    none of ``expected_versions``.
    """
    visible = Appointment.objects.visible_to(by)
    seen = visible.only("patient_id").get(pk=appointment_id)
    lock_patient(patient_id=seen.patient_id)
    appointment = (
        visible.select_for_update(of=("self",), no_key=True)
        .select_related("patient", "doctor")
        .get(pk=appointment_id)
    )
    if expected_versions is not None and appointment.version not in expected_versions:
        raise VersionConflict
    party = party_of(
        role=by.role,
        user_id=by.pk,
        doctor_user_id=appointment.doctor.user_id if appointment.doctor else None,
    )
    return appointment, party
