"""``manage.py verify_audit [--expect HASH]``: has anybody changed the audit trail?"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clinic.audit.models import AuditSeal
from clinic.audit.services.retention import first_kept
from clinic.audit.services.sealing import faults


class Command(BaseCommand):
    """Walk the chain of seals and compare every entry."""

    help = "Verify the audit trail; name the first broken seal or a missing end."

    def add_arguments(self, parser: CommandParser) -> None:
        """A hash from the log shows whether the newest seals are there."""
        parser.add_argument("--expect", metavar="HASH", help="A hash that the log holds.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run. Exits with an error when the trail does not hold."""
        now = timezone.now()
        kept_since = first_kept(months=settings.AUDIT_MONTHS, now=now)
        fault = next(faults(now=now, kept_since=kept_since, expected=options["expect"]), None)
        if fault is not None:
            raise CommandError(fault)
        self.stdout.write(f"The audit trail is whole: {AuditSeal.objects.count()} seals.")
