"""What every write ends with: history row and event, in the write's own transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from clinic.appointments import events
from clinic.appointments.lifecycle import Party, Status, Transition
from clinic.appointments.models import Appointment, AppointmentEvent
from clinic.outbox import services as outbox
from clinic.users.models import User


def record_transition(
    appointment: Appointment,
    *,
    transition: Transition,
    by: User | None,
    party: Party,
    from_status: Status | None,
    now: datetime,
    slot_ids: Iterable[int | None] = (),
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Write the history row of ``transition`` and record its event."""
    row = AppointmentEvent.objects.create(
        appointment=appointment,
        at=now,
        by=by,
        party=party,
        transition=transition,
        from_status=from_status or "",
        to_status=appointment.status,
        reason=reason,
        details=details or {},
    )
    outbox.record(
        events.MOVED,
        appointment_id=appointment.pk,
        event_id=row.pk,
        doctor_id=appointment.doctor_id,
        slot_ids=sorted({slot_id for slot_id in slot_ids if slot_id is not None}),
    )
