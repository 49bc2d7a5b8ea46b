"""Where the time of a booking goes, inside one process."""

import json
import subprocess
import sys
from dataclasses import dataclass

from stack import BACKEND, Stack

SCRIPT = """
ORDER, MOST = "tottime", 18
import cProfile, io, json, pstats
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
PYTHON = "Python's standard library and other libraries"
LAYERS = {
    "/django/db/": "Django's ORM: building, compiling and reading statements",
    "/rest_framework": "DRF and simplejwt",
    "/django/": "the rest of Django: middleware, routing, transactions",
    "/backend/": "Créneau's own code",
}

def layer_of(path, name):
    if "psycopg2" in name:
        return "PostgreSQL: waiting for its answers"
    if "_socket" in name:
        return "Redis: waiting for its answers"
    found = [layer for part, layer in LAYERS.items() if part in path]
    return found[0] if found else PYTHON

spent = {}
stats = pstats.Stats(profile)
for (path, _line, name), (_calls, _all, own, _cumulated, callers) in stats.stats.items():
    layer = layer_of(path, name)
    # What Python itself does counts for who asked for it.
    is_builtin = path == "~" and layer == PYTHON
    parts = [(layer_of(*caller[::2]), times[2]) for caller, times in callers.items()]
    for part, seconds in parts if is_builtin else [(layer, own)]:
        spent[part] = spent.get(part, 0) + seconds
out = io.StringIO()
pstats.Stats(profile, stream=out).strip_dirs().sort_stats(ORDER).print_stats(MOST)
whole = sum(spent.values())
shares = {layer: own / whole for layer, own in sorted(spent.items(), key=lambda one: -one[1])}
print(json.dumps({"shares": shares, "functions": out.getvalue()}))
"""


@dataclass(frozen=True)
class Profile:
    """Each layer's share of the time of 100 bookings (0 to 1), and the hottest functions."""

    shares: dict[str, float]
    functions: str


def profile_of_booking(stack: Stack) -> Profile:
    """Return what 100 bookings in one process spend their time on."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=BACKEND,
        env=stack.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    lines = [line.rstrip() for line in found["functions"].splitlines()]
    text = "\n".join(line for line in lines if line and "random listing" not in line)
    return Profile(shares=found["shares"], functions=text)
