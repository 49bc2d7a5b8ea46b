"""``manage.py demo``: an invented clinic to try, or a large one to measure."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clinic.appointments.models import Appointment
from clinic.demo.build import DOMAIN, PASSWORD, Sizes, build
from clinic.slots.models import Slot
from clinic.users.models import User

ACCOUNTS = (
    ("Patiente / patient", "camille"),
    ("Médecin / doctor", "dr.moreau"),
    ("Administratrice / admin", "admin"),
    ("Médecin à approuver / waiting for approval", "dr.guerin"),
)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Let nobody walk over a million rows that are all still needed: a quarter of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Command(BaseCommand):
    """Load demo data once; print the accounts every time."""

    help = "Load an invented clinic (safe to repeat), and print its accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        """Sizes for benchmarks."""
        parser.add_argument("--doctors", type=int, default=Sizes.doctors)
        parser.add_argument("--patients", type=int, default=Sizes.patients)
        parser.add_argument("--appointments", type=int, default=Sizes.appointments)
        parser.add_argument("--accounts", action="store_true", help="Only print the accounts.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run."""
        is_loaded = User.objects.filter(email=f"admin@{DOMAIN}").exists()
        if not options["accounts"] and not is_loaded:
            self._load(Sizes(options["doctors"], options["patients"], options["appointments"]))
        elif not is_loaded:
            return
        self._print_accounts()

    def _load(self, sizes: Sizes) -> None:
        if not settings.DEMO:
            msg = "This is not a demo installation: set DEMO=true to load invented people."
            raise CommandError(msg)
        if User.objects.exists():
            msg = "This database has real accounts: demo data belongs into an empty one."
            raise CommandError(msg)
        if min(sizes.doctors, sizes.patients) < 1 or sizes.appointments < 0:
            raise CommandError("At least one doctor and one patient are needed.")
        begun = time.monotonic()
        with _no_garbage_collection():
            build(sizes, now=timezone.now())
        seconds = time.monotonic() - begun
        self.stdout.write(
            f"  {sizes.doctors} médecins/doctors, {sizes.patients} patients, "
            f"{Slot.objects.count()} créneaux/slots, "
            f"{Appointment.objects.count()} rendez-vous/appointments ({seconds:.1f} s)"
        )

    def _print_accounts(self) -> None:
        self.stdout.write("\n  Comptes de démonstration / demo accounts")
        for title, username in ACCOUNTS:
            self.stdout.write(f"    {title:<44} {username:<12} {PASSWORD}")
