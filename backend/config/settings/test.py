"""Tests: PostgreSQL and Redis are started by the session itself (tests/servers.py)."""

import os
import tempfile
from pathlib import Path

from config.settings.base import *

# The folder with the servers' sockets; parallel workers inherit it from the first process.
TEST_HOME = Path(
    os.environ.setdefault(
        "CRENEAU_TEST_HOME", str(Path(tempfile.gettempdir()) / f"creneau-{os.getpid()}")
    )
)
TEST_REDIS_URL = f"unix://{TEST_HOME}/redis.sock"
if env("TEST_DATABASE", default="postgresql") == "sqlite":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": env("TEST_DATABASE_NAME", default=str(TEST_HOME / "creneau.sqlite3")),
            "OPTIONS": SQLITE_OPTIONS,
            # A file, not :memory:, so that threads race as they do in production.
            "TEST": {"NAME": str(TEST_HOME / "test.sqlite3")},
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": str(TEST_HOME),
            # A process that a test starts is told the name of the test's own database.
            "NAME": env("TEST_DATABASE_NAME", default="postgres"),
            "USER": "creneau",
        }
    }
DATA_DIR = TEST_HOME / "files"
FILES_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"

SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests"  # noqa: S105  no secret
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
JOBS_IN_CHILD = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = env("TEST_BROKER_URL", default="memory://localhost/")
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
CACHES = EMBEDDED_CACHES
# A rate limit is switched on by the test that is about it.
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = dict.fromkeys(
    REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "100000/min"
)
WHITENOISE_ROOT = None
WHITENOISE_AUTOREFRESH = True
DEMO = True
