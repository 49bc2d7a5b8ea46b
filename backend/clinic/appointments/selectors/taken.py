"""When a patient is taken: by appointments, and by the times that they have proposed."""

from datetime import datetime

from clinic.appointments.models import Appointment, RescheduleProposal
from clinic.patients.models import Patient

Period = tuple[datetime, datetime]


def taken_periods(
    patient: Patient,
    *,
    start_at: datetime,
    end_at: datetime,
    now: datetime,
    but: int | None = None,
) -> list[Period]:
    """Return the periods of the patient's active appointments and open proposals that share time
    with the half-open period, except those of the appointment ``but``; in one query."""
    times = ("start_at", "end_at")
    appointments = Appointment.objects.active().filter(
        patient=patient, start_at__lt=end_at, end_at__gt=start_at
    )
    proposals = RescheduleProposal.objects.waiting(now).filter(
        appointment__patient=patient, start_at__lt=end_at, end_at__gt=start_at
    )
    if but is not None:
        appointments, proposals = appointments.exclude(pk=but), proposals.exclude(appointment=but)
    periods: list[Period] = list(
        appointments.values_list(*times).union(proposals.values_list(*times), all=True)
    )
    return periods
