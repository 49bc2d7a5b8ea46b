"""A worker of its own process, that a test kills in the middle of its work."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings

BACKEND = Path(__file__).parents[2]


def run_until_killed(script: str) -> None:
    """Run ``script`` against the test's database and expect it to die by SIGKILL."""
    database = settings.DATABASES["default"]
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()\n" + script],
        cwd=BACKEND,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "TEST_DATABASE_NAME": str(database["NAME"]),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr[-2000:]
