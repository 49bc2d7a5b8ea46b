"""The first page on the embedded default, in a real Chromium with an empty cache."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from stack import BACKEND, ROOT, free_port

RUNS = 5


def measure_first_page() -> dict[str, Any]:
    """Return kilobytes, requests and largest contentful paint of the home page."""
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=BACKEND,
            env={**_plain_environment(), "DATA_DIR": data, "PORT": str(port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(port)
            return _loads(f"http://localhost:{port}/")
        finally:
            server.terminate()
            server.wait(30)


def _plain_environment() -> dict[str, str]:
    """Return the environment without what the measured stack has set: the embedded default."""
    set_by_stack = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PUBLIC_BASE_URL")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in set_by_stack and name not in ("CONN_MAX_AGE", "ALLOWED_HOSTS")
    }


def _wait(port: int) -> None:
    for _attempt in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def _loads(url: str) -> dict[str, Any]:
    script = Path(__file__).with_name("first-page.mjs")
    found = []
    for _turn in range(RUNS):
        done = subprocess.run(
            ["node", str(script), url],
            cwd=ROOT / "frontend",
            capture_output=True,
            text=True,
            check=True,
        )
        found.append(json.loads(done.stdout))
    return {
        "kilobytes": statistics.median(one["bytes"] for one in found) / 1000,
        "requests": found[0]["requests"],
        "lcp": statistics.median(one["lcp"] for one in found),
        "runs": RUNS,
    }
