"""The embedded default and development: no server to install, mail on the console."""

import os

from config.settings.base import *
from config.settings.logs import console_logging
from config.settings.secret import kept_secret

DEBUG = env.bool("DEBUG", default=False)
DATA_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = SECRET_KEY or kept_secret(DATA_DIR / "secret-key")
DEMO = env.bool("DEMO", default=True)
# The demo clinic is in France.
CLINIC_TIME_ZONE = env("CLINIC_TIME_ZONE", default="Europe/Paris")
RATE_LIMITS_RELAXED = {"register": "60/hour", "mail": "30/hour"}
for scope, rate in RATE_LIMITS_RELAXED.items():
    if f"RATE_LIMIT_{scope.upper()}" not in os.environ:
        REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"][scope] = rate
LOGGING = console_logging(level=env("LOG_LEVEL", default="INFO"))
