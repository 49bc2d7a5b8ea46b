"""Opening a record in an emergency: for hours, with a reason, and never in silence."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clinic.care.events import EmergencyOpened
from clinic.care.models import CareRelation, EmergencyAccess
from clinic.care.policies import Scope
from clinic.care.services.relations import KEPT, settle
from clinic.common.errors import Conflict
from clinic.doctors.models import Doctor
from clinic.outbox import services as outbox
from clinic.patients.models import Patient
from clinic.users.models import User


class AlreadyOpen(Conflict):
    """The doctor reads the record anyway."""

    code = "already_open"
    sentence = _("This patient's record is open to you already.")


@transaction.atomic
def open_in_emergency(
    *, by: User, patient_id: int, reason: str, hours: int, now: datetime
) -> CareRelation:
    """Open the record to a doctor for so many hours; the patient's side and the admins are told.

    Of the doctor's own patients, and of whom they have found by exact name and birth date: raises
    DoesNotExist for anybody else, and :class:`AlreadyOpen`.
    """
    doctor = Doctor.objects.get(user=by)
    reachable = Patient.objects.within_reach(by, now=now).filter(pk=patient_id).values("pk")
    patient = Patient.objects.select_for_update(no_key=True).get(pk__in=reachable)
    relation = CareRelation.objects.filter(doctor=doctor, patient=patient).first()
    if relation is None:
        relation = CareRelation(doctor=doctor, patient=patient, since=now)
    else:
        # An emergency may be over that nobody has tidied up yet.
        settle(relation, now=now)
        if relation.ended_at is None and relation.scope == Scope.RECORD:
            raise AlreadyOpen
    access = EmergencyAccess.objects.create(
        doctor=doctor,
        patient=patient,
        reason=reason,
        opened_at=now,
        ends_at=now + timedelta(hours=hours),
    )
    relation.emergency_until, relation.last_contact_at = access.ends_at, now
    settle(relation, now=now)
    relation.save()
    outbox.record(EmergencyOpened(access_id=access.pk))
    return relation


def end_emergencies(*, now: datetime) -> int:
    """Close again what is past its hours; return how many.

    What appointments open by themselves stays open.
    """
    past = CareRelation.objects.filter(emergency_until__lte=now).order_by("patient_id", "pk")
    return sum(
        _end(pk, patient_id, now=now) for pk, patient_id in past.values_list("pk", "patient")
    )


@transaction.atomic
def _end(relation_id: int, patient_id: int, *, now: datetime) -> bool:
    Patient.objects.select_for_update(no_key=True).get(pk=patient_id)
    relation = CareRelation.objects.get(pk=relation_id)
    if relation.emergency_until is None or relation.emergency_until > now:
        return False
    settle(relation, now=now)
    relation.save(update_fields=KEPT)
    return True
