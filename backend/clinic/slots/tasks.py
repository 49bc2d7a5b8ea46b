"""Jobs of the calendar, and its handler of the outbox."""

from collections.abc import Sequence

import structlog
from celery import shared_task
from django.utils import timezone

from clinic.doctors.events import RulesChanged
from clinic.doctors.models import Doctor
from clinic.outbox.events import Fact
from clinic.slots.services.capacity import release_expired_holds as release_expired
from clinic.slots.services.materialise import materialise
from clinic.slots.services.mode_withdrawal import withdraw_modes

log = structlog.get_logger(__name__)


def on_rules_changed(facts: Sequence[Fact[RulesChanged]]) -> None:
    """Bring calendars in line with what doctors have changed in their profiles (outbox handler)."""
    now = timezone.now()
    for fact in facts:
        doctor_id = fact.payload.doctor_id
        if fact.payload.dropped_modes:
            withdraw_modes(doctor_id=doctor_id, modes=fact.payload.dropped_modes, now=now)
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
