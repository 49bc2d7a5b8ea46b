"""Production refuses to start on a guess, and says what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings.required import refuse_incomplete

BACKEND = Path(__file__).parents[2]
COMPLETE = {
    "DJANGO_SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789-ABCDEFGHIJKLMN",
    "ALLOWED_HOSTS": "example.org,www.example.org",
    "PUBLIC_BASE_URL": "https://example.org",
    "DATABASE_URL": "postgres://u:p@localhost/db",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp+tls://u:p@localhost:587",
}
UNFIT = [
    ("DJANGO_SECRET_KEY", "x"),
    ("DJANGO_SECRET_KEY", COMPLETE["DJANGO_SECRET_KEY"][:49]),
    ("DJANGO_SECRET_KEY", "a" * 60),
    ("ALLOWED_HOSTS", "*"),
    ("ALLOWED_HOSTS", "example.org,"),
    ("PUBLIC_BASE_URL", "example.org"),
    ("DATABASE_URL", "sqlite:///creneau.sqlite3"),
    ("REDIS_URL", "memory://"),
    ("EMAIL_URL", "consolemail://"),
    ("EMAIL_URL", "dummymail://"),
    ("EMAIL_URL", "filemail:///tmp/mails"),
]


def test_a_complete_environment_starts() -> None:
    refuse_incomplete(COMPLETE)


@pytest.mark.parametrize("name", COMPLETE)
def test_what_is_missing_is_named(name: str) -> None:
    for given in ({}, {name: ""}, {name: "  "}):
        with pytest.raises(ImproperlyConfigured, match=name) as refusal:
            refuse_incomplete({key: COMPLETE[key] for key in COMPLETE if key != name} | given)
        assert [key for key in COMPLETE if key in str(refusal.value)] == [name]


@pytest.mark.parametrize(("name", "value"), UNFIT)
def test_what_is_unfit_is_named(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        refuse_incomplete(COMPLETE | {name: value})


def test_everything_missing_is_named_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_incomplete({})
    assert [name for name in COMPLETE if name not in str(refusal.value)] == []


def test_the_settings_ask() -> None:
    started = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BACKEND,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.prod"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode != 0
    assert [name for name in COMPLETE if name not in started.stderr] == []
