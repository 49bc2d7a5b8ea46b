"""Jobs of the calendar, and its handler of the outbox."""

from typing import Any, Protocol

import structlog
from celery import shared_task
from django.utils import timezone

from clinic.doctors.models import Doctor
from clinic.slots.services.capacity import release_expired_holds as release_expired
from clinic.slots.services.materialise import materialise
from clinic.slots.services.mode_withdrawal import withdraw_modes

log = structlog.get_logger(__name__)


class NamesDoctor(Protocol):
    """An event whose payload has ``doctor_id``."""

    payload: Any


def on_rules_changed(event: NamesDoctor) -> None:
    """Handle "calendar.rules_changed" {doctor_id, dropped_modes?}; safe to repeat."""
    doctor_id, now = event.payload["doctor_id"], timezone.now()
    if dropped := event.payload.get("dropped_modes"):
        withdraw_modes(doctor_id=doctor_id, modes=dropped, now=now)
    materialise(doctor_id=doctor_id, now=now)


@shared_task(name="slots.release_expired_holds")
def release_expired_holds(**_ignored: object) -> None:
    """Give back what was held too long."""
    release_expired(now=timezone.now())


@shared_task(name="slots.extend_horizon")
def extend_horizon(**_ignored: object) -> None:
    """Move every doctor's horizon on, one transaction each; a failing one stops no other."""
    now = timezone.now()
    for doctor_id in Doctor.objects.order_by("pk").values_list("pk", flat=True):
        try:
            materialise(doctor_id=doctor_id, now=now)
        except Exception:
            # Whatever is wrong with one calendar, the others go on; the next run tries again.
            log.exception("slots.extend_failed", doctor_id=doctor_id)
