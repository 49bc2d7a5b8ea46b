"""For the gates: no server is running, the rules are PostgreSQL's own or of no database at all."""

from config.settings.base import *

SECRET_KEY = "only-for-checks-only-for-checks-only-for-checks"  # noqa: S105  no secret
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
