"""Taking and giving back places in slots: bookings and holds.

The database decides who wins: a place is taken by one conditional update. A hold counts as a
booked place, so whoever deletes the hold's row, and only they, may dispose of its place.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, When

from clinic.common.errors import Missing
from clinic.doctors.models import Doctor
from clinic.outbox import services as outbox
from clinic.patients.models import Patient
from clinic.slots.events import SlotChanged
from clinic.slots.models import Hold, Origin, Slot
from clinic.slots.policies import Overlap, SlotTaken


def take_place(*, slot_id: int, patient_id: int, now: datetime) -> Slot:
    """Take one place for the patient, inside the caller's transaction; return the fresh slot.

    The patient's own hold on the slot, expired or not, gives its place. The caller has the
    patient's row locked, and records the event that names the slot. Notice rules are not checked
    here. Raises :class:`SlotTaken`.
    """
    _require_transaction()
    if _use_hold(slot_id=slot_id, patient_id=patient_id) or _count_one(slot_id):
        return _fresh(slot_id)
    if _release_expired_of(slot_id, now=now) and _count_one(slot_id):
        return _fresh(slot_id)
    raise SlotTaken


def keep_place(*, slot_id: int) -> Slot:
    """Return the fresh slot in which the caller's patient has a place already.

    Raises :class:`SlotTaken` when the doctor has closed it meanwhile.
    """
    _require_transaction()
    if not Slot.objects.filter(pk=slot_id, is_open=True).exists():
        raise SlotTaken
    return _fresh(slot_id)


def release_place(*, slot_id: int) -> None:
    """Give one place back, inside the caller's transaction.

    A closed slot stays closed: regenerating removes it. One that was made for a single request is
    closed, since the doctor never offered that time to everybody.
    """
    _require_transaction()
    Slot.objects.filter(pk=slot_id, booked__gt=0).update(
        booked=F("booked") - 1,
        is_open=Case(When(origin=Origin.ADHOC, booked=1, then=False), default=F("is_open")),
    )


def insert_slot(slot: Slot) -> Slot:
    """Insert a slot under its doctor's lock; raise :class:`Overlap` when the time is not free.

    Closed slots that nobody has are only waiting to be removed and make way.
    """
    in_the_way = Slot.objects.filter(doctor_id=slot.doctor_id).overlapping(
        slot.start_at, slot.end_at
    )
    leftovers = in_the_way.filter(is_open=False, booked=0).exclude(origin=Origin.MANUAL)
    Slot.objects.filter(
        pk__in=[row.pk for row in leftovers.order_by("pk").select_for_update()]
    ).delete()
    if in_the_way.exists():
        raise Overlap
    # A plain insert into an exclusion constraint can deadlock with another one.
    Slot.objects.bulk_create([slot], ignore_conflicts=True)
    inserted = in_the_way.filter(
        start_at=slot.start_at, end_at=slot.end_at, origin=slot.origin
    ).first()
    if inserted is None:
        raise Overlap
    return inserted


def lock_doctor(doctor_id: int) -> Doctor:
    """Lock the doctor's row: one writer at a time changes which slots a doctor has."""
    _require_transaction()
    doctor = Doctor.objects.select_for_update(no_key=True).filter(pk=doctor_id).first()
    if doctor is None:
        raise Missing
    return doctor


@transaction.atomic
def hold_slot(*, slot_id: int, patient: Patient, now: datetime, minutes: int) -> Hold:
    """Keep a place for the patient for some minutes; their older hold is let go.

    Asked again for the same slot, what is left of its hold stays as it is: nobody keeps a slot from
    others by asking again and again. Raises :class:`SlotTaken`.
    """
    _lock_patient(patient)
    older = Hold.objects.select_for_update().filter(patient=patient).first()
    if older is not None and older.slot_id == slot_id and older.expires_at > now:
        return _still_open(older)
    if older is not None:
        Hold.objects.filter(pk=older.pk).delete()
    # Slots are locked by ascending id, whichever of the two comes first.
    if older is not None and older.slot_id <= slot_id:
        _give_back(older.slot_id)
    slot = take_place(slot_id=slot_id, patient_id=patient.pk, now=now)
    if older is not None and older.slot_id > slot_id:
        _give_back(older.slot_id)
    expires_at = now + timedelta(minutes=minutes)
    hold = Hold.objects.create(slot=slot, patient=patient, expires_at=expires_at)
    outbox.record(SlotChanged(doctor_id=slot.doctor_id, slot_ids=(slot_id,)))
    return hold


@transaction.atomic
def release_hold(*, slot_id: int, patient: Patient) -> None:
    """Let go of the patient's hold on the slot, if there is one."""
    _lock_patient(patient)
    deleted, _ = Hold.objects.filter(slot_id=slot_id, patient=patient).delete()
    if deleted:
        _give_back(slot_id)


def release_expired_holds(*, now: datetime) -> int:
    """Give back the places of all expired holds, one transaction a hold; return how many.

    A hold that somebody else has locked is being used or released: it is left to them.
    """
    released = 0
    while _release_one_expired(now=now):
        released += 1
    return released


@transaction.atomic
def _release_one_expired(*, now: datetime) -> bool:
    hold = (
        Hold.objects.select_for_update(skip_locked=True)
        .filter(expires_at__lte=now)
        .order_by("expires_at", "pk")
        .first()
    )
    if hold is None:
        return False
    Hold.objects.filter(pk=hold.pk).delete()
    _give_back(hold.slot_id)
    return True


def _release_expired_of(slot_id: int, *, now: datetime) -> bool:
    """Release the slot's expired holds; return whether there were any.

    The slot may be locked already, against the usual order: so no hold is waited for.
    """
    expired = Hold.objects.select_for_update(skip_locked=True).filter(
        slot_id=slot_id, expires_at__lte=now
    )
    count, _ = Hold.objects.filter(pk__in=[hold.pk for hold in expired]).delete()
    if count:
        Slot.objects.filter(pk=slot_id).update(booked=F("booked") - count)
    return bool(count)


def _use_hold(*, slot_id: int, patient_id: int) -> bool:
    """Delete the patient's hold; its place stays counted, now for whoever asked."""
    deleted, _ = Hold.objects.filter(slot_id=slot_id, patient_id=patient_id).delete()
    if not deleted:
        return False
    open_still = Slot.objects.filter(pk=slot_id, is_open=True).update(booked=F("booked"))
    if not open_still:
        # The doctor closed it meanwhile. Right even if the caller catches this and commits.
        release_place(slot_id=slot_id)
        raise SlotTaken
    return True


def _count_one(slot_id: int) -> bool:
    taken = Slot.objects.free().filter(pk=slot_id).update(booked=F("booked") + 1)
    return taken == 1


def _give_back(slot_id: int) -> None:
    release_place(slot_id=slot_id)
    doctor_id = Slot.objects.values_list("doctor_id", flat=True).get(pk=slot_id)
    outbox.record(SlotChanged(doctor_id=doctor_id, slot_ids=(slot_id,)))


def _still_open(hold: Hold) -> Hold:
    if not Slot.objects.filter(pk=hold.slot_id, is_open=True).exists():
        raise SlotTaken
    return hold


def _lock_patient(patient: Patient) -> None:
    Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)


def _fresh(slot_id: int) -> Slot:
    return Slot.objects.select_related("doctor__user", "doctor__specialty").get(pk=slot_id)


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        message = "Places are taken inside the caller's transaction."
        raise transaction.TransactionManagementError(message)
