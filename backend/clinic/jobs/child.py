"""A process of its own for jobs, beside the one that serves everything else."""

import subprocess
import sys
from typing import Final

from django.conf import settings

STOP_SECONDS: Final = 10

_children: set[subprocess.Popen[bytes]] = set()


def run_waiting() -> None:
    """Do what waits in a process of its own, and wait for it."""
    child = subprocess.Popen([sys.executable, "manage.py", "run_jobs"], cwd=settings.BACKEND)
    _children.add(child)
    try:
        child.wait()
    finally:
        _children.discard(child)


def stop() -> None:
    """Tell the process to stop; its job waits for the next one."""
    for child in list(_children):
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
