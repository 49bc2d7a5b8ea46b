"""``make bench``: measure on PostgreSQL through gunicorn, write bench/RESULTS.md.

Raw SQL does the same work on the same database in the same run. The figures are medians; the
machine may be shared, so the ratios say more than the milliseconds.
"""

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from first_page import measure_first_page
from measures import MEASURES, World
from profiling import profile_of_booking
from stack import ROOT, Stack

SIZES = {
    "50 doctors, 5,000 patients, 20,000 appointments": (50, 5_000, 20_000),
    "500 doctors, 50,000 patients, 200,000 appointments": (500, 50_000, 200_000),
}
RESULTS = Path(__file__).with_name("RESULTS.md")


def measure_size(doctors: int, patients: int, appointments: int) -> tuple[list[dict[str, Any]], str]:
    """Measure everything on one size of data; return the rows and the profile of a booking."""
    stack = Stack()
    try:
        stack.start(doctors=doctors, patients=patients, appointments=appointments)
        world = World(stack.dsn, _tokens(stack))
        rows = []
        for name, measure in MEASURES.items():
            measured, sql = measure(world, stack.port)
            rows.append(
                {
                    "what": name,
                    "p50": measured.p50,
                    "p95": measured.p95,
                    "rate": measured.per_second,
                    "sql": sql,
                    "statuses": dict(measured.statuses),
                }
            )
            print(f"  {name:<40} p50 {measured.p50:7.1f} ms  p95 {measured.p95:7.1f} ms"  # noqa: T201
                  f"  {measured.per_second:7.0f}/s  {dict(measured.statuses)}", flush=True)
        return rows, profile_of_booking(stack)
    finally:
        stack.stop()


def _tokens(stack: Stack) -> Any:
    """Return a maker of access tokens: signing in is measured apart."""
    os.environ.update(stack.environment)
    import django  # noqa: PLC0415

    if "django" not in _READY:
        django.setup()
        _READY.add("django")
    import jwt  # noqa: PLC0415
    from rest_framework_simplejwt.tokens import AccessToken  # noqa: PLC0415

    def token_for(user_id: int) -> str:
        token = AccessToken()
        token["user_id"] = str(user_id)
        token.set_exp(lifetime=LONG)
        return jwt.encode(token.payload, stack.environment["DJANGO_SECRET_KEY"], algorithm="HS256")

    from datetime import timedelta  # noqa: PLC0415

    LONG = timedelta(hours=12)  # noqa: N806
    return token_for


_READY: set[str] = set()


def report(results: dict[str, list[dict[str, Any]]], profile: str, page: dict[str, Any]) -> str:
    """Return the Markdown of one run."""
    commit = subprocess.run(  # noqa: S603
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False  # noqa: S607
    ).stdout.strip()
    lines = [
        "# Measured speed",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, commit {commit}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores shared by the database, gunicorn (2 processes × 4 threads), Redis, "
        "a Celery worker and the measuring clients, Python " + platform.python_version() + ".",
        "",
        "Method: `make bench` starts PostgreSQL with durable settings, loads the demo clinic in that"
        " size, serves with gunicorn as production does, and sends real HTTP requests over"
        " kept-alive connections (200 sequential ones, or 1,600 from 16 clients). “Raw SQL” is the"
        " median of the bare statements doing the same work, in the same run. The machine is shared:"
        " read the ratios.",
    ]
    for size, rows in results.items():
        lines += ["", f"## {size}", "", "| what | p50 ms | p95 ms | per s | raw SQL ms | × SQL | answers |",
                  "|---|---|---|---|---|---|---|"]
        lines += [_row(row) for row in rows]
    lines += [
        "",
        "## First page load, embedded default",
        "",
        f"- transferred until the page is idle: {page['kilobytes']:.0f} kB compressed"
        f" in {page['requests']} requests",
        f"- largest contentful paint: {page['lcp']:.0f} ms (median of {page['runs']} cold loads)",
        "",
        "## Profile of the slowest request, a booking",
        "",
        "cProfile inside one process, 100 bookings, by own time:",
        "",
        "```",
        profile,
        "```",
        "",
    ]
    return "\n".join(lines)


def _row(row: dict[str, Any]) -> str:
    sql = f"{row['sql']:.2f}" if row["sql"] else "–"
    ratio = f"{row['p50'] / row['sql']:.1f}" if row["sql"] else "–"
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(row["statuses"].items()))
    return (
        f"| {row['what']} | {row['p50']:.1f} | {row['p95']:.1f} | {row['rate']:.0f} | {sql} | {ratio}"
        f" | {answers} |"
    )


def main() -> None:
    """Measure every size, or the one whose number of doctors is given."""
    wanted = sys.argv[1:]
    results, profile = {}, ""
    for size, numbers in SIZES.items():
        if wanted and str(numbers[0]) not in wanted:
            continue
        print(f"\n{size}", flush=True)  # noqa: T201
        results[size], profile = measure_size(*numbers)
    page = measure_first_page()
    print(json.dumps(page))  # noqa: T201
    if not wanted:
        RESULTS.write_text(report(results, profile, page))
        print(f"\n{RESULTS.relative_to(ROOT)}")  # noqa: T201


if __name__ == "__main__":
    main()
