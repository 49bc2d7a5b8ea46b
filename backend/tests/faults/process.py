"""A process of its own, on the test's database, that a test kills in the middle of its work."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings

BACKEND = Path(__file__).parents[2]


def environment() -> dict[str, str]:
    """Return what leads a process to the test's database."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "TEST_DATABASE_NAME": str(settings.DATABASES["default"]["NAME"]),
    }


def run(script: str) -> subprocess.CompletedProcess[str]:
    """Run ``script`` and return how it ended."""
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup()\n" + script],
        cwd=BACKEND,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def run_until_killed(script: str) -> None:
    """Run ``script`` and expect it to die by SIGKILL."""
    done = run(script)
    assert done.returncode == -signal.SIGKILL, done.stderr[-2000:]
