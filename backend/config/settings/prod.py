"""Production: every secret from the environment, no default; HTTPS everywhere."""

import os

from config.settings.base import *
from config.settings.logs import json_logging
from config.settings.required import refuse_incomplete

refuse_incomplete(os.environ)

SECRET_KEY = env("DJANGO_SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
PUBLIC_BASE_URL = env("PUBLIC_BASE_URL").rstrip("/")
FRONTEND_BASE_URL = env("FRONTEND_BASE_URL", default=PUBLIC_BASE_URL).rstrip("/")
DEMO = env.bool("DEMO", default=False)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
REFRESH_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[PUBLIC_BASE_URL])
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
REST_FRAMEWORK["NUM_PROXIES"] = env.int("NUM_PROXIES", default=1)
LOGGING = json_logging(level=env("LOG_LEVEL", default="INFO"))
