"""``make bench``: measure on PostgreSQL through gunicorn, write bench/RESULTS.md.

Raw SQL does the same work on the same database in the same run. The figures are medians; the
machine may be shared, so the ratios say more than the milliseconds.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from cost import cost_of_booking
from first_page import measure_first_page
from measures import MEASURES, World
from profiling import Profile, profile_of_booking
from report import Row, Size, report
from stack import ROOT, Stack
from yardstick import yardstick

SIZES = {
    "50 doctors, 5,000 patients, 20,000 appointments": (50, 5_000, 20_000),
    "500 doctors, 50,000 patients, 200,000 appointments": (500, 50_000, 200_000),
}
LONGER_THAN_A_RUN = timedelta(hours=12)
RESULTS = Path(__file__).with_name("RESULTS.md")


def measure_size(name: str, numbers: tuple[int, int, int]) -> tuple[Size, Profile]:
    """Measure everything on one size of data; return it and the profile of a booking."""
    doctors, patients, appointments = numbers
    stack = Stack()
    try:
        stack.start_servers()
        begun = time.monotonic()
        stack.load(doctors=doctors, patients=patients, appointments=appointments)
        loading = time.monotonic() - begun
        stack.serve()
        world = World(stack.dsn, _tokens(stack))
        rows = []
        for what, (goal, measure) in MEASURES.items():
            world.settle()
            measured, sql = measure(world, stack.port)
            rows.append(Row(what, goal, measured, sql))
            print(rows[-1], flush=True)
        cost = cost_of_booking(stack, world)
        machine = yardstick()
        print(cost, machine, flush=True)
        return Size(name, loading, rows, cost, machine), profile_of_booking(stack)
    finally:
        stack.stop()


def _tokens(stack: Stack) -> Callable[[int], str]:
    """Return a maker of access tokens: signing in is measured apart."""
    os.environ.update(stack.environment)
    import django

    django.setup()
    import jwt
    from rest_framework_simplejwt.tokens import AccessToken

    def token_for(user_id: int) -> str:
        token = AccessToken()
        token["user_id"] = str(user_id)
        token.set_exp(lifetime=LONGER_THAN_A_RUN)
        # The second size has a stack, and a key, of its own.
        return jwt.encode(token.payload, stack.environment["DJANGO_SECRET_KEY"], algorithm="HS256")

    return token_for


def main() -> None:
    """Measure every size, or the one whose number of doctors is given."""
    wanted = sys.argv[1:]
    sizes, profile = [], Profile({}, "")
    for name, numbers in SIZES.items():
        if wanted and str(numbers[0]) not in wanted:
            continue
        print(f"\n{name}", flush=True)
        size, profile = measure_size(name, numbers)
        sizes.append(size)
    page = measure_first_page()
    print(json.dumps(page))
    if not wanted:
        RESULTS.write_text(report(sizes, profile=profile, page=page))
        print(f"\n{RESULTS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
