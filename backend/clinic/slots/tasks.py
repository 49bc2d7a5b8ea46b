"""Jobs of the calendar, and its handler of the outbox."""

from collections.abc import Sequence
from typing import Final

import structlog
from celery import shared_task
from django.db import transaction
from django.utils import timezone

from clinic.doctors.events import RulesChanged
from clinic.doctors.models import Doctor
from clinic.jobs.registry import Run
from clinic.jobs.services.asking import ask_for
from clinic.outbox.events import Fact
from clinic.slots.services.capacity import release_expired_holds as release_expired
from clinic.slots.services.materialise import materialise
from clinic.slots.services.mode_withdrawal import withdraw_modes

log = structlog.get_logger(__name__)

EXTEND_HORIZON: Final = "slots.extend_horizon"


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
    """Ask for the job that does it; the last one, if it still runs, goes on."""
    with transaction.atomic():
        ask_for(EXTEND_HORIZON, key=EXTEND_HORIZON, now=timezone.now())


def extend_calendars(run: Run) -> dict[str, int]:
    """Move every doctor's horizon on, one transaction each; a failing one stops no other (job).

    Taken up again it goes on behind the last doctor that was noted. Returns how many calendars
    there were, and how many failed.
    """
    ids = list(Doctor.objects.order_by("pk").values_list("pk", flat=True))
    failed = run.checkpoint.get("failed", 0)
    for done, doctor_id in enumerate(ids, start=1):
        if doctor_id <= run.checkpoint.get("behind", 0):
            continue
        try:
            materialise(doctor_id=doctor_id, now=timezone.now())
        except Exception:
            # Whatever is wrong with one calendar, the others go on; the next job tries again.
            log.exception("slots.extend_failed", doctor_id=doctor_id)
            failed += 1
        run.progress(done, len(ids), behind=doctor_id, failed=failed)
    return {"calendars": len(ids), "failed": failed}
