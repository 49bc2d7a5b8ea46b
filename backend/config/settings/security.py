"""Passwords, tokens, lockout, cookies and CORS."""

from datetime import timedelta

import environ

env = environ.Env()

AUTHENTICATION_BACKENDS = [
    "clinic.users.api.rates.AccountRateBackend",
    "axes.backends.AxesStandaloneBackend",
    "clinic.users.backends.UsernameOrEmailBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "clinic.users.common_words.CommonWordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24

# Lockout per account and address together, kept in the database so that all processes see it.
AXES_FAILURE_LIMIT = env.int("LOCKOUT_FAILURES", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOCKOUT_MINUTES", default=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_HTTP_RESPONSE_CODE = 429
# An attempt during a lockout does not lengthen it.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
# LockoutMiddleware stands in for axes' own.
SILENCED_SYSTEM_CHECKS = ["axes.W002"]
AXES_USERNAME_CALLABLE = "clinic.users.api.lockout.lockout_name"
AXES_CLIENT_IP_CALLABLE = "clinic.users.api.lockout.address_of"
AXES_LOCKOUT_CALLABLE = "clinic.users.api.lockout.lockout_answer"

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "REFRESH_TOKEN_LIFETIME": timedelta(hours=24),
    "ALGORITHM": "HS256",
    "AUTH_HEADER_TYPES": ("Bearer",),
    "UPDATE_LAST_LOGIN": False,
}
# Two tabs or a lost answer may replay a token that was rotated a moment ago: refused, but not
# taken for theft, which would sign the person out everywhere.
REFRESH_REUSE_GRACE = timedelta(seconds=env.int("REFRESH_REUSE_GRACE_SECONDS", default=10))
# Refreshing keeps a session alive; after this long one signs in again all the same.
SESSION_LONGEST = timedelta(days=env.int("SESSION_DAYS", default=30))
REFRESH_COOKIE_NAME = "creneau_refresh"
REFRESH_COOKIE_SECURE = env.bool("REFRESH_COOKIE_SECURE", default=False)

# Open at once, in each process that serves sockets. A page has two; a practice shares an address.
SOCKETS_PER_ADDRESS = env.int("SOCKETS_PER_ADDRESS", default=300)
SOCKETS_PER_ACCOUNT = env.int("SOCKETS_PER_ACCOUNT", default=40)

CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=["http://localhost:4200"])
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_HEADERS = [
    "accept",
    "accept-language",
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "x-session",
]
CORS_EXPOSE_HEADERS = ["ETag", "Link", "Retry-After", "X-Total-Count"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
# Django's admin alone has such sessions.
SESSION_COOKIE_AGE = 60 * 60 * min(env.int("ADMIN_SESSION_HOURS", default=12), 12)
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
