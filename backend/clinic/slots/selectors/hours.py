"""A doctor's working hours as text (R3 ``schedule``)."""

from clinic.slots.models import Availability
from clinic.slots.schedule_text import Hours, write


def schedule_of(doctor_id: int) -> str:
    """Return the active rules as text, "" when there are none."""
    rules = Availability.objects.filter(doctor_id=doctor_id, is_active=True)
    return write(Hours(*row) for row in rules.values_list("weekday", "start_time", "end_time"))
