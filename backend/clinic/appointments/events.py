"""The one topic that this app announces; the payload holds ids only."""

from typing import Final

# {"appointment_id", "event_id" (AppointmentEvent), "doctor_id" | None, "slot_ids": [...]}
MOVED: Final = "appointment.moved"
