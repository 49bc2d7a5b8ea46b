"""A real worker on the tests' Redis and database, and the app's own way to that Redis."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from config.celery import app

BACKEND = Path(__file__).parents[2]
EVERY_QUEUE = "celery,deliveries,slow"


def redis_url(database: int = 0) -> str:
    """Return where the tests' Redis keeps a broker; other tests use other databases of it."""
    return f"redis+socket://{settings.TEST_HOME}/redis.sock?virtual_host={database}"


@contextmanager
def worker_on(url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Let a worker serve every queue for a while."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "TEST_DATABASE_NAME": str(settings.DATABASES["default"]["NAME"]),
        "CRENEAU_TEST_HOME": str(settings.TEST_HOME),
        "TEST_BROKER_URL": url,
        "PATH": "/usr/bin:/bin",
    }
    command = ["celery", "-A", "config", "worker", "--pool=solo", "-l", "ERROR", "-Q", EVERY_QUEUE]
    worker = subprocess.Popen([sys.executable, "-m", *command], cwd=BACKEND, env=environment)
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait(30)


@contextmanager
def broker_at(url: str) -> Iterator[None]:
    """Let the app enqueue there for a while."""
    celery: Any = app
    usual = celery.conf.broker_url
    _turn_to(celery, url)
    try:
        yield
    finally:
        _turn_to(celery, usual)


def _turn_to(celery: Any, url: str) -> None:
    celery.conf.broker_url = url
    # Connections are made anew.
    celery.amqp._producer_pool = celery._pool = None
