"""Loads the demo clinic, or as many rows as a benchmark wants, in bulk.

The same numbers give the same people and the same calendar around the day of loading. Rows are
written directly, not through the services: two hundred thousand bookings within two minutes. What
the services would have written beside them (history, counts) is written too.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from clinic.common.text import search_key
from clinic.demo.appointments import (
    in_batches,
    make_at_the_desk,
    planned_appointments,
    store_appointments,
)
from clinic.demo.people import (
    DOCTORS,
    FIRST_NAMES,
    LAST_NAMES,
    PLACES,
    SPECIALTIES,
    STREETS,
    WAITING_DOCTOR,
    Persona,
)
from clinic.doctors.models import Doctor, Specialty
from clinic.patients.models import Guardian, GuardianKind, Level, Patient, Sex
from clinic.patients.services.profiles import search_text_of
from clinic.slots.models import Absence, Availability, Slot
from clinic.slots.recurrence import Away, away_periods, planned_slots
from clinic.slots.schedule_text import parse
from clinic.slots.services.materialise import as_rule
from clinic.users.models import User
from clinic.users.roles import Role

PASSWORD: Final = "creneau-demo"  # noqa: S105  printed for whoever tries the demo
CHILD: Final = "Zoé"
DOMAIN: Final = "demo.example"
PAST_DAYS: Final = 14
HORIZON_DAYS: Final = 56
BOOKED_DAYS: Final = 28


@dataclass(frozen=True)
class Sizes:
    """How much to load."""

    doctors: int = len(DOCTORS)
    patients: int = 40
    appointments: int = 480


@dataclass
class Clinic:
    """What was loaded."""

    admin: User
    doctors: list[Doctor] = field(default_factory=list)
    patients: list[Patient] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)


@transaction.atomic
def build(sizes: Sizes, *, now: datetime) -> Clinic:
    """Load a clinic of that size, with its calendar around ``now``."""
    # Seeded on purpose: the demo is the same everywhere.
    chance = random.Random(20_261_121)  # noqa: S311  invented data, no secret
    password = make_password(PASSWORD)
    clinic = Clinic(admin=_admin(password, now))
    specialties = {
        slug: Specialty.objects.get_or_create(slug=slug, defaults={"name": name, "name_en": en})[0]
        for slug, name, en in SPECIALTIES
    }
    personas = [_persona(number) for number in range(sizes.doctors)]
    clinic.doctors = _doctors(personas, specialties, password, now)
    _waiting_doctor(specialties, password, now)
    clinic.patients = _patients(sizes.patients, chance, password, now)
    _child(clinic.patients[0], now)
    past_days = _past_days(sizes)
    slots = _calendars(clinic.doctors, personas, now=now, past_days=past_days)
    appointments = planned_appointments(
        doctors=clinic.doctors,
        patients=clinic.patients,
        slots=slots,
        wanted=sizes.appointments,
        until=now + timedelta(days=BOOKED_DAYS),
        chance=chance,
        now=now,
    )
    first = clinic.doctors[0]
    make_at_the_desk(appointments, doctor=None, patient=clinic.patients[0], now=now)
    make_at_the_desk(appointments, doctor=first, patient=_walk_in(first), now=now)
    clinic.slots = in_batches(Slot, slots)
    store_appointments(appointments, now=now)
    return clinic


def _walk_in(doctor: Doctor) -> Patient:
    """Make somebody who has phoned: no account, an address that the practice wrote down."""
    [patient] = in_batches(
        Patient,
        [
            Patient(
                created_by=doctor.user,
                first_name="Jeanne",
                last_name="Morel",
                birth_date=date(1948, 5, 17),
                sex=Sex.FEMALE,
                phone="+33199009001",
                email=f"jeanne.morel@{DOMAIN}",
                search_text=search_text_of("Jeanne", "Morel"),
            )
        ],
    )
    return patient


def _admin(password: str, now: datetime) -> User:
    admin: User = User.objects.create(
        username="admin",
        email=f"admin@{DOMAIN}",
        password=password,
        role=Role.ADMIN,
        is_approved=True,
        is_staff=True,
        is_superuser=True,
        email_verified_at=now,
    )
    return admin


def _persona(number: int) -> Persona:
    """Return the persona of a doctor; past the invented twelve they repeat with other names."""
    base = DOCTORS[number % len(DOCTORS)]
    if number < len(DOCTORS):
        return base
    turn = number // len(DOCTORS)
    first_name = FIRST_NAMES[(number * 7 + turn) % len(FIRST_NAMES)]
    last_name = f"{LAST_NAMES[(number * 3 + turn) % len(LAST_NAMES)]}-{base.last_name}"
    changed = {"first_name": first_name, "last_name": last_name, "place": number % len(PLACES)}
    return Persona(**{**vars(base), **changed})


def _account(username: str, role: Role, password: str, now: datetime, **more: Any) -> User:
    return User(
        username=username,
        email=f"{username}@{DOMAIN}",
        password=password,
        role=role,
        is_approved=more.pop("is_approved", True),
        email_verified_at=now,
        **more,
    )


def _username(prefix: str, last_name: str, number: int, known: int) -> str:
    bare = search_key(last_name).replace(" ", "-")
    return f"{prefix}{bare}" if number < known else f"{prefix}{bare}-{number}"


def _doctors(
    personas: list[Persona], specialties: dict[str, Specialty], password: str, now: datetime
) -> list[Doctor]:
    users = in_batches(
        User,
        [
            _account(
                _username("dr.", persona.last_name, number, len(DOCTORS)),
                Role.DOCTOR,
                password,
                now,
                bio=persona.bio,
                phone=f"+33199{number:06d}",
            )
            for number, persona in enumerate(personas)
        ],
    )
    return in_batches(
        Doctor,
        [
            _doctor(persona, user, specialties)
            for persona, user in zip(personas, users, strict=True)
        ],
    )


def _doctor(persona: Persona, user: User, specialties: dict[str, Specialty]) -> Doctor:
    city, postal_code, street = PLACES[persona.place]
    specialty = specialties[persona.specialty]
    return Doctor(
        user=user,
        first_name=persona.first_name,
        last_name=persona.last_name,
        specialty=specialty,
        phone=user.phone,
        email=f"cabinet.{user.username}@{DOMAIN}" if persona.auto_confirm else "",
        address=street,
        postal_code=postal_code,
        city=city,
        language_codes=f",{','.join(persona.languages)},",
        fee=Decimal(persona.fee),
        time_zone=settings.CLINIC_TIME_ZONE,
        sees_in_person=persona.mode != "distanciel",
        sees_by_video=persona.mode != "presentiel",
        auto_confirm=persona.auto_confirm,
        cancel_notice_minutes=0 if persona.auto_confirm else 24 * 60,
        horizon_days=HORIZON_DAYS,
        search_text=search_key(
            f"{persona.first_name} {persona.last_name} {specialty.name} {specialty.name_en} {city}"
        ),
    )


def _waiting_doctor(specialties: dict[str, Specialty], password: str, now: datetime) -> Doctor:
    user = _account(
        "dr.guerin", Role.DOCTOR, password, now, is_approved=False, bio=WAITING_DOCTOR.bio
    )
    user.save()
    doctor = _doctor(WAITING_DOCTOR, user, specialties)
    doctor.save()
    return doctor


def _patients(count: int, chance: random.Random, password: str, now: datetime) -> list[Patient]:
    names = [
        (
            FIRST_NAMES[number % len(FIRST_NAMES)],
            LAST_NAMES[(number + number // len(FIRST_NAMES)) % len(LAST_NAMES)],
        )
        for number in range(count)
    ]
    users = in_batches(
        User,
        [
            _account(
                search_key(first_name) if number < len(FIRST_NAMES) else f"patient-{number}",
                Role.PATIENT,
                password,
                now,
                phone=f"+33698{number:06d}",
            )
            for number, (first_name, _last_name) in enumerate(names)
        ],
    )
    return in_batches(
        Patient,
        [
            _patient(user, *name, chance=chance, today=now.date())
            for user, name in zip(users, names, strict=True)
        ],
    )


def _child(parent: Patient, now: datetime) -> None:
    """Give the first patient a child, so that somebody can be booked for."""
    first_name, last_name = CHILD, parent.last_name
    [child] = in_batches(
        Patient,
        [
            Patient(
                created_by=parent.user,
                first_name=first_name,
                last_name=last_name,
                birth_date=now.date() - timedelta(days=7 * 365),
                sex=Sex.FEMALE,
                city=parent.city,
                search_text=search_text_of(first_name, last_name),
            )
        ],
    )
    in_batches(
        Guardian,
        [Guardian(user=parent.user, patient=child, kind=GuardianKind.PARENT, created_at=now)],
    )


def _patient(
    user: User, first_name: str, last_name: str, *, chance: random.Random, today: date
) -> Patient:
    city, _postal_code, _street = chance.choice(PLACES)
    return Patient(
        user=user,
        first_name=first_name,
        last_name=last_name,
        birth_date=today - timedelta(days=chance.randint(6, 85) * 365 + chance.randint(0, 364)),
        sex=Sex.MALE if FIRST_NAMES.index(first_name) % 2 else Sex.FEMALE,
        phone=user.phone,
        address=f"{chance.randint(1, 90)} {chance.choice(STREETS)}",
        city=city,
        search_text=search_text_of(first_name, last_name),
        blood_pressure=chance.choice(Level.values),
        cholesterol_level=chance.choice(Level.values),
    )


def _past_days(sizes: Sizes) -> int:
    """Return how far back appointments must reach for that many to fit."""
    a_day = 8 * max(sizes.doctors, 1)
    return max(PAST_DAYS, (sizes.appointments // a_day) * 7 // 5 - BOOKED_DAYS // 2)


def _calendars(
    doctors: list[Doctor], personas: list[Persona], *, now: datetime, past_days: int
) -> list[Slot]:
    """Store rules and absences; return the slots that follow, not stored yet."""
    zone = ZoneInfo(settings.CLINIC_TIME_ZONE)
    today = now.astimezone(zone).date()
    rules = in_batches(
        Availability,
        [
            rule
            for doctor, persona in zip(doctors, personas, strict=True)
            for rule in _rules(doctor, persona)
        ],
    )
    absences = in_batches(Absence, [_absence(doctor, today, zone) for doctor in doctors[::3]])
    away = {absence.doctor_id: absence for absence in absences}
    of_doctor: dict[int, list[Availability]] = {}
    for rule in rules:
        of_doctor.setdefault(rule.doctor_id, []).append(rule)
    start = datetime.combine(today - timedelta(days=past_days), time.min, tzinfo=zone)
    until = datetime.combine(today + timedelta(days=HORIZON_DAYS + 2), time.min, tzinfo=zone)
    return [
        slot
        for doctor in doctors
        for slot in _slots(
            doctor,
            of_doctor[doctor.pk],
            away.get(doctor.pk),
            start.astimezone(UTC),
            until.astimezone(UTC),
        )
    ]


def _rules(doctor: Doctor, persona: Persona) -> Iterator[Availability]:
    city, _postal_code, street = PLACES[persona.place]
    for span in parse(persona.schedule):
        yield Availability(
            doctor=doctor,
            weekday=span.weekday,
            start_time=span.start,
            end_time=span.end,
            mode=persona.mode,
            duration_minutes=persona.minutes,
            location="" if persona.mode == "distanciel" else f"{street}, {city}",
        )


def _absence(doctor: Doctor, today: date, zone: ZoneInfo) -> Absence:
    monday = today - timedelta(days=today.weekday()) + timedelta(days=35)
    return Absence(
        doctor=doctor,
        start_at=datetime.combine(monday, time.min, tzinfo=zone),
        end_at=datetime.combine(monday + timedelta(days=5), time.min, tzinfo=zone),
        kind="vacation",
        reason="Congés",
    )


def _slots(
    doctor: Doctor,
    rules: list[Availability],
    absence: Absence | None,
    start: datetime,
    until: datetime,
) -> Iterator[Slot]:
    zone = ZoneInfo(settings.CLINIC_TIME_ZONE)
    periods = [Away(absence.start_at, absence.end_at)] if absence else []
    planned = planned_slots(
        rules=[as_rule(rule) for rule in rules],
        away=away_periods(periods, zone=zone, start=start, until=until),
        zone=zone,
        start=start,
        until=until,
    )
    for slot in planned:
        yield Slot(
            doctor=doctor,
            start_at=slot.start,
            end_at=slot.end,
            mode=slot.mode,
            capacity=slot.capacity,
            location=slot.location,
        )
