"""Appointments of the demo clinic: past ones that took place or not, future ones in every state."""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain
from typing import Final, TypeVar

from django.conf import settings
from django.db import models

from clinic.appointments.lifecycle import ACTIVE, Party, Status, Transition
from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.services.booking import place_of
from clinic.care.models import CareRelation
from clinic.care.policies import Basis, Scope
from clinic.common.text import iso_utc
from clinic.demo.people import MOTIFS
from clinic.doctors.models import Doctor
from clinic.notifications.models import Notification
from clinic.patients.models import Patient
from clinic.slots.models import Slot
from clinic.slots.modes import ConsultationMode, Mode

BATCH: Final = 4000
M = TypeVar("M", bound=models.Model)

PAST: Final = ((Status.COMPLETED, 80), (Status.NO_SHOW, 8), (Status.CANCELLED, 12))
FUTURE: Final = (
    (Status.CONFIRMED, 55),
    (Status.PENDING, 25),
    (Status.CANCELLED, 12),
    (Status.DECLINED, 8),
)
LAST_TRANSITION: Final = {
    Status.CONFIRMED: (Transition.CONFIRM, Party.DOCTOR),
    Status.DECLINED: (Transition.DECLINE, Party.DOCTOR),
    Status.CANCELLED: (Transition.CANCEL, Party.PATIENT),
    Status.COMPLETED: (Transition.COMPLETE, Party.DOCTOR),
    Status.NO_SHOW: (Transition.NO_SHOW, Party.DOCTOR),
}


def in_batches(model: type[M], rows: Iterable[M]) -> list[M]:
    """Insert rows in bulk; return them with their ids."""
    made: list[M] = model.objects.bulk_create(rows, batch_size=BATCH)  # type: ignore[attr-defined]  # all have it
    return made


class Diary:
    """Who is busy when, so that nobody has two appointments at once, nor too many ahead.

    Whoever tries the demo books as somebody who has room for more: half of what one may have.
    """

    def __init__(self) -> None:
        self.most_ahead = settings.MOST_UPCOMING_VISITS // 2
        self._appointments: dict[int, list[tuple[datetime, datetime]]] = {}
        self._ahead: Counter[int] = Counter()

    def take(self, patient: Patient, slot: Slot, *, is_ahead: bool) -> bool:
        """Note the appointment; False when the patient is busy then, or has enough ahead."""
        appointments = self._appointments.setdefault(patient.pk, [])
        if any(slot.start_at < end and start < slot.end_at for start, end in appointments):
            return False
        if is_ahead and self._ahead[patient.pk] >= self.most_ahead:
            return False
        appointments.append((slot.start_at, slot.end_at))
        self._ahead[patient.pk] += is_ahead
        return True


def planned_appointments(
    *,
    doctors: list[Doctor],
    patients: list[Patient],
    slots: list[Slot],
    wanted: int,
    until: datetime,
    chance: random.Random,
    now: datetime,
) -> list[Appointment]:
    """Return ``wanted`` appointments, densest around ``now``; their slots count them.

    Slots are stored afterwards: counting in rows that are stored already takes longer than all
    the rest.
    """
    by_id = {doctor.pk: doctor for doctor in doctors}
    diary = Diary()
    near = sorted(
        (slot for slot in slots if slot.start_at < until),
        key=lambda slot: chance.random() * (2 + abs((slot.start_at - now).days)),
    )
    appointments: list[Appointment] = []
    for slot in near:
        if len(appointments) == wanted:
            break
        doctor = by_id[slot.doctor_id]
        status = _status(slot, doctor, chance=chance, now=now)
        is_ahead = status in ACTIVE and slot.start_at > now
        drawn = chance.choices(patients, k=20)
        patient = next((one for one in drawn if diary.take(one, slot, is_ahead=is_ahead)), None)
        if patient is not None:
            appointments.append(
                _appointment(slot, doctor, patient, status=status, chance=chance, now=now)
            )
    for appointment in appointments:
        if appointment.slot and appointment.status not in _FREEING:
            appointment.slot.booked = 1
    return appointments


def make_at_the_desk(
    appointments: list[Appointment], *, doctor: Doctor | None, patient: Patient, now: datetime
) -> None:
    """Let the practice have made one of the confirmed appointments ahead: one of the patient's, or
    one of the doctor's for a patient who has none. The patient's side has not accepted it yet."""
    for one in appointments:
        is_ahead = one.status == Status.CONFIRMED and one.start_at and one.start_at > now
        is_meant = one.doctor == doctor if doctor else one.patient == patient
        if is_ahead and is_meant and one.doctor and one.accepted_at:
            one.patient, one.created_by_id = patient, one.doctor.user_id
            one.accepted_at, one.version = None, 1
            return


def store_appointments(appointments: list[Appointment], *, now: datetime) -> None:
    """Store appointments of stored slots with their history and some notifications."""
    in_batches(Appointment, appointments)
    in_batches(
        AppointmentEvent, chain.from_iterable(_history(appointment) for appointment in appointments)
    )
    in_batches(CareRelation, _care(appointments))
    in_batches(Notification, _notifications(appointments, now))


_OPENING: Final = frozenset({Status.PENDING, Status.CONFIRMED, Status.COMPLETED})
_FREEING: Final = frozenset({Status.CANCELLED, Status.DECLINED})


def _status(slot: Slot, doctor: Doctor, *, chance: random.Random, now: datetime) -> Status:
    states = PAST if slot.end_at <= now else FUTURE
    status: Status = chance.choices(*zip(*states, strict=True))[0]
    if doctor.auto_confirm and status in (Status.PENDING, Status.DECLINED):
        return Status.CONFIRMED
    return status


def _appointment(
    slot: Slot,
    doctor: Doctor,
    patient: Patient,
    *,
    status: Status,
    chance: random.Random,
    now: datetime,
) -> Appointment:
    booked_at = min(slot.start_at, now) - timedelta(hours=chance.randint(20, 200))
    offered = Mode(slot.mode)
    mode = chance.choice(ConsultationMode.values) if offered is Mode.BOTH else offered.value
    specialty = doctor.specialty.slug if doctor.specialty else "medecine-generale"
    return Appointment(
        patient=patient,
        doctor=doctor,
        slot=slot,
        start_at=slot.start_at,
        end_at=slot.end_at,
        motif=chance.choice(MOTIFS[specialty]),
        mode=mode,
        location_note=place_of(slot, mode),
        status=status,
        created_by_id=patient.user_id or doctor.user_id,
        created_at=booked_at,
        accepted_at=booked_at,
        version=1 if status is Status.PENDING else 2,
    )


def _care(appointments: list[Appointment]) -> Iterable[CareRelation]:
    """Return who treats whom, as the bookings would have left it."""
    meetings: dict[tuple[int, int], list[Appointment]] = {}
    for appointment in appointments:
        if appointment.doctor_id is not None and appointment.status in _OPENING:
            pair = appointment.doctor_id, appointment.patient_id
            meetings.setdefault(pair, []).append(appointment)
    for (doctor_id, patient_id), of_pair in meetings.items():
        is_open = any(
            one.status == Status.COMPLETED or (one.status == Status.CONFIRMED and one.accepted_at)
            for one in of_pair
        )
        yield CareRelation(
            doctor_id=doctor_id,
            patient_id=patient_id,
            scope=Scope.RECORD if is_open else Scope.CONTACT,
            earned=Scope.RECORD if is_open else Scope.CONTACT,
            basis=Basis.APPOINTMENT,
            since=min(one.created_at for one in of_pair),
            last_contact_at=max(one.created_at for one in of_pair),
            has_appointment=any(one.status in ACTIVE for one in of_pair),
        )


def _history(appointment: Appointment) -> Iterable[AppointmentEvent]:
    status, first = Status(appointment.status), _first_status(appointment)
    yield AppointmentEvent(
        appointment=appointment,
        at=appointment.created_at,
        by_id=appointment.created_by_id,
        party=Party.PATIENT if appointment.accepted_at else Party.DOCTOR,
        transition=Transition.CREATE,
        to_status=first,
    )
    if status is first or appointment.doctor is None or appointment.end_at is None:
        return
    transition, party = LAST_TRANSITION[status]
    took_place = status in (Status.COMPLETED, Status.NO_SHOW)
    yield AppointmentEvent(
        appointment=appointment,
        at=appointment.end_at if took_place else appointment.created_at + timedelta(hours=3),
        by_id=appointment.doctor.user_id if party is Party.DOCTOR else appointment.created_by_id,
        party=party,
        transition=transition,
        from_status=first,
        to_status=status,
    )


def _first_status(appointment: Appointment) -> Status:
    """Return as what it was made: the practice, and doctors who confirm by themselves, have no
    requests."""
    if appointment.status in (Status.PENDING, Status.DECLINED) or appointment.doctor is None:
        return Status.PENDING
    is_confirmed_at_once = appointment.accepted_at is None or appointment.doctor.auto_confirm
    took_place = appointment.status in (Status.COMPLETED, Status.NO_SHOW)
    return Status.CONFIRMED if is_confirmed_at_once or took_place else Status.PENDING


def _notifications(appointments: list[Appointment], now: datetime) -> Iterable[Notification]:
    """Return what the people of the next appointments were told lately."""
    soon = [
        appointment
        for appointment in appointments
        if appointment.status in ACTIVE and appointment.start_at and now < appointment.start_at
    ]
    for number, appointment in enumerate(sorted(soon, key=lambda one: one.created_at)[-60:]):
        if appointment.doctor is None or appointment.start_at is None:
            continue
        is_request = appointment.status == Status.PENDING
        recipient = appointment.doctor.user_id if is_request else appointment.patient.user_id
        if recipient is None:
            continue
        link = (
            f"/medecin/rendez-vous/{appointment.pk}"
            if is_request
            else f"/rendez-vous/{appointment.pk}"
        )
        yield Notification(
            recipient_id=recipient,
            kind="appointment_requested" if is_request else "appointment_confirmed",
            data={
                "who": appointment.patient.name if is_request else appointment.doctor.name,
                "start_at": iso_utc(appointment.start_at),
                "zone": appointment.doctor.time_zone,
            },
            link=link,
            created_at=appointment.created_at,
            # Before all events of the outbox.
            event_id=-1 - number,
        )
