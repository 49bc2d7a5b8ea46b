"""Visits of the demo clinic: past ones that took place or not, future ones in every state."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain
from typing import Final, TypeVar

from django.db import models

from clinic.appointments.lifecycle import ACTIVE, FINAL, Move, Party, Status
from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.appointments.services.booking import place_of
from clinic.common.text import written
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
LAST_MOVE: Final = {
    Status.CONFIRMED: (Move.CONFIRM, Party.DOCTOR),
    Status.DECLINED: (Move.DECLINE, Party.DOCTOR),
    Status.CANCELLED: (Move.CANCEL, Party.PATIENT),
    Status.COMPLETED: (Move.COMPLETE, Party.DOCTOR),
    Status.NO_SHOW: (Move.NO_SHOW, Party.DOCTOR),
}


def in_batches(model: type[M], rows: Iterable[M]) -> list[M]:
    """Insert rows in bulk; return them with their ids."""
    made: list[M] = model.objects.bulk_create(rows, batch_size=BATCH)  # type: ignore[attr-defined]  # all have it
    return made


class Diary:
    """Who is busy when, so that nobody has two visits at once."""

    def __init__(self) -> None:
        self._visits: dict[int, list[tuple[datetime, datetime]]] = {}

    def take(self, patient: Patient, slot: Slot) -> bool:
        """Note the visit; False when the patient is busy then."""
        visits = self._visits.setdefault(patient.pk, [])
        if any(slot.start_at < end and start < slot.end_at for start, end in visits):
            return False
        visits.append((slot.start_at, slot.end_at))
        return True


def planned_visits(
    *,
    doctors: list[Doctor],
    patients: list[Patient],
    slots: list[Slot],
    wanted: int,
    until: datetime,
    chance: random.Random,
    now: datetime,
) -> list[Appointment]:
    """Return ``wanted`` visits, densest around ``now``; their slots count them.

    Slots are stored afterwards: counting in rows that are stored already takes longer than all
    the rest.
    """
    by_id = {doctor.pk: doctor for doctor in doctors}
    diary = Diary()
    near = sorted(
        (slot for slot in slots if slot.start_at < until),
        key=lambda slot: chance.random() * (2 + abs((slot.start_at - now).days)),
    )
    visits: list[Appointment] = []
    for slot in near:
        if len(visits) == wanted:
            break
        patient = next(
            (one for one in chance.choices(patients, k=20) if diary.take(one, slot)), None
        )
        if patient is not None:
            doctor = by_id[slot.doctor_id]
            visits.append(_visit(slot, doctor, patient, chance=chance, now=now))
    for visit in visits:
        if visit.slot and visit.status not in _FREEING:
            visit.slot.booked = 1
    return visits


def store_visits(visits: list[Appointment], *, now: datetime) -> None:
    """Store visits of stored slots with their history and some notifications."""
    in_batches(Appointment, visits)
    in_batches(AppointmentEvent, chain.from_iterable(_history(visit) for visit in visits))
    in_batches(Notification, _notifications(visits, now))


_FREEING: Final = frozenset({Status.CANCELLED, Status.DECLINED})


def _visit(
    slot: Slot, doctor: Doctor, patient: Patient, *, chance: random.Random, now: datetime
) -> Appointment:
    states = PAST if slot.end_at <= now else FUTURE
    status = chance.choices(*zip(*states, strict=True))[0]
    if doctor.auto_confirm and status in (Status.PENDING, Status.DECLINED):
        status = Status.CONFIRMED
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
        created_by_id=patient.user_id,
        created_at=booked_at,
        version=1 if status is Status.PENDING else 2,
    )


def _history(visit: Appointment) -> Iterable[AppointmentEvent]:
    status = Status(visit.status)
    yield AppointmentEvent(
        appointment=visit,
        at=visit.created_at,
        by_id=visit.created_by_id,
        party=Party.PATIENT,
        move=Move.CREATE,
        to_status=Status.CONFIRMED if status in FINAL | {Status.CONFIRMED} else status,
    )
    if status is Status.PENDING or visit.doctor is None or visit.end_at is None:
        return
    move, party = LAST_MOVE[status]
    took_place = status in (Status.COMPLETED, Status.NO_SHOW)
    yield AppointmentEvent(
        appointment=visit,
        at=visit.end_at if took_place else visit.created_at + timedelta(hours=3),
        by_id=visit.doctor.user_id if party is Party.DOCTOR else visit.created_by_id,
        party=party,
        move=move,
        from_status=Status.CONFIRMED if took_place else Status.PENDING,
        to_status=status,
    )


def _notifications(visits: list[Appointment], now: datetime) -> Iterable[Notification]:
    """Return what the people of the next visits were told lately."""
    soon = [
        visit
        for visit in visits
        if visit.status in ACTIVE and visit.start_at and now < visit.start_at
    ]
    for number, visit in enumerate(sorted(soon, key=lambda one: one.created_at)[-60:]):
        if visit.doctor is None or visit.start_at is None:
            continue
        is_request = visit.status == Status.PENDING
        recipient = visit.doctor.user_id if is_request else visit.patient.user_id
        link = f"/medecin/rendez-vous/{visit.pk}" if is_request else f"/rendez-vous/{visit.pk}"
        yield Notification(
            recipient_id=recipient,
            kind="appointment_requested" if is_request else "appointment_confirmed",
            data={
                "who": visit.patient.name if is_request else visit.doctor.name,
                "start_at": written(visit.start_at),
                "zone": visit.doctor.time_zone,
            },
            link=link,
            created_at=visit.created_at,
            # Before all events of the outbox.
            event_id=-1 - number,
        )
