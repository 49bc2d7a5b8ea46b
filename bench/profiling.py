"""Where the time of a booking goes, inside one process."""

import subprocess
import sys

from stack import BACKEND, Stack

SCRIPT = """
ORDER, MOST = "tottime", 18
import cProfile, io, pstats
import django
django.setup()
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken
from clinic.patients.models import Patient
from clinic.slots.models import Slot
from django.utils import timezone
from datetime import timedelta

now = timezone.now()
slots = list(Slot.objects.free().filter(start_at__gt=now + timedelta(days=40)).order_by("?")[:110])
people = list(Patient.objects.select_related("user").order_by("?")[:110])
tokens = [str(AccessToken.for_user(person.user)) for person in people]
client = APIClient()

def book(pairs):
    for token, slot in pairs:
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        client.post("/api/appointments/", {"slot": slot.pk}, HTTP_HOST="127.0.0.1", format="json")

pairs = list(zip(tokens, slots))
book(pairs[:10])
profile = cProfile.Profile()
profile.runcall(book, pairs[10:])
out = io.StringIO()
pstats.Stats(profile, stream=out).strip_dirs().sort_stats(ORDER).print_stats(MOST)
print(out.getvalue())
"""


def profile_of_booking(stack: Stack) -> str:
    """Return the hottest functions of 100 bookings."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=BACKEND,
        env=stack.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "\n".join(line for line in lines if line and "random listing" not in line)
