"""Slots and appointments around which the stories turn."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from clinic.appointments.models import Appointment
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.confirming import confirm_appointment
from clinic.appointments.services.requesting import WishedTime, request_appointment
from clinic.outbox import services as outbox
from clinic.slots.models import Slot
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User


@pytest.fixture
def slot(dr_cho: User, now: datetime) -> Slot:
    """Dr. Cho's slot of tomorrow, at the same hour."""
    return slot_at(dr_cho.doctor, now + timedelta(days=2))


@pytest.fixture
def later_slot(dr_cho: User, now: datetime) -> Slot:
    """Dr. Cho's slot an hour after ``slot``."""
    return slot_at(dr_cho.doctor, now + timedelta(days=2, hours=1))


@pytest.fixture
def book(now: datetime) -> Callable[..., Appointment]:
    """Book a slot as somebody, now."""

    def booked(by: User, slot: Slot, **more: Any) -> Appointment:
        return book_slot(by=by, slot_id=slot.pk, wish=Wish(motif="Contrôle"), now=now, **more)

    return booked


@pytest.fixture
def appointment(ada: User, slot: Slot, book: Callable[..., Appointment]) -> Appointment:
    """Ada's request to Dr. Cho, waiting."""
    return book(ada, slot)


@pytest.fixture
def confirmed(appointment: Appointment, dr_cho: User, now: datetime) -> Appointment:
    """The same, confirmed."""
    return confirm_appointment(by=dr_cho, appointment_id=appointment.pk, now=now)


@pytest.fixture
def start_at(now: datetime) -> datetime:
    """When a wished period begins."""
    return now + timedelta(days=2)


@pytest.fixture
def ask(start_at: datetime, now: datetime) -> Callable[..., Appointment]:
    """Ask as somebody for a time within an hour of ``start_at``, without choosing a slot."""

    def asked(by: User, *, patient_id: int | None = None, **wished: Any) -> Appointment:
        period: dict[str, Any] = {
            "start_at": start_at,
            "end_at": start_at + timedelta(hours=1),
            **wished,
        }
        return request_appointment(
            by=by,
            wished=WishedTime(**period),
            wish=Wish(message="Venez à jeun"),
            now=now,
            patient_id=patient_id,
        )

    return asked


@pytest.fixture
def no_relay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a story end with the commit."""
    monkeypatch.setattr(outbox.bell, "_answer", None)
