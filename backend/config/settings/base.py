"""What every environment shares. Every variable is named in .env.example."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ

from config.headers import static_headers
from config.settings.backoffice import *
from config.settings.security import *

REPOSITORY = Path(__file__).resolve().parents[3]
BACKEND = REPOSITORY / "backend"

env = environ.Env()

# Every byte the server writes lies here: database, uploads, collected files, generated secret.
DATA_DIR = Path(env("DATA_DIR", default=str(REPOSITORY / ".data"))).resolve()

DEBUG = False
SECRET_KEY: str = env("DJANGO_SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PUBLIC_BASE_URL: str = env(
    "PUBLIC_BASE_URL", default=f"http://localhost:{env('PORT', default='8000')}"
).rstrip("/")
# The SPA's own origin, for the links in mails; the same as the API's in the packaged app.
FRONTEND_BASE_URL: str = env("FRONTEND_BASE_URL", default=PUBLIC_BASE_URL).rstrip("/")

INSTALLED_APPS = [
    "daphne",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "rest_framework_simplejwt",
    "django_filters",
    "corsheaders",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "clinic.common",
    "clinic.outbox",
    "clinic.idempotency",
    "clinic.audit",
    "clinic.deliveries",
    "clinic.jobs",
    "clinic.files",
    "clinic.users",
    "clinic.doctors",
    "clinic.patients",
    "clinic.care",
    "clinic.slots",
    "clinic.appointments",
    "clinic.notifications",
    "clinic.demo",
    "config.apps.ConfigConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.headers.AnswerHeadersMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.requests.QuietRequestMiddleware",
    "clinic.common.api.bodies.BoundedBodyMiddleware",
    "clinic.users.api.lockout.LockoutMiddleware",
    "config.backoffice.WorkdayMiddleware",
    "config.backoffice.ClinicTimeMiddleware",
    "config.backoffice.NoSuchInputMiddleware",
    "config.backoffice.BackofficeJournalMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# PostgreSQL by DATABASE_URL; SQLite in DATA_DIR is the embedded default. IMMEDIATE takes the write
# lock at BEGIN, so that what a booking has read still holds when it writes.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/creneau.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
# Persistent connections only under WSGI: under ASGI they leak until the server's limit.
CONN_MAX_AGE = env.int("CONN_MAX_AGE", default=0)
DATABASES["default"]["CONN_MAX_AGE"] = CONN_MAX_AGE
DATABASES["default"]["CONN_HEALTH_CHECKS"] = CONN_MAX_AGE > 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rates have a memory of their own: in one of the usual 300 entries, requests from as many addresses
# would push out what was counted before.
EMBEDDED_CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "rates": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "rates",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
REDIS_URL: str = env("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "clinic.common.cache.GuardedRedisCache",
            "LOCATION": REDIS_URL,
            # A Redis that hangs costs one call of a process so much, then it is left alone.
            "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": 0.25, "SOCKET_TIMEOUT": 0.25},
        }
    }
    CACHES["rates"] = CACHES["default"]
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {
                # Receiving waits five seconds at a time.
                "hosts": [
                    {"address": REDIS_URL, "socket_connect_timeout": 1, "socket_timeout": 10}
                ],
                "prefix": "creneau",
            },
        }
    }
    CELERY_BROKER_URL = REDIS_URL
else:
    CACHES = EMBEDDED_CACHES
    CHANNEL_LAYERS = {"default": {"BACKEND": "clinic.common.layers.EmbeddedChannelLayer"}}
    CELERY_BROKER_URL = "memory://localhost/"

CELERY_TIMEZONE = "UTC"
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A dead broker must not hold a request up: what is owed lies in the outbox.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, float] = (
    {"socket_timeout": 5, "socket_connect_timeout": 1} if REDIS_URL else {"polling_interval": 0.05}
)
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "relay-outbox": {"task": "outbox.relay", "schedule": 5.0},
    "send-deliveries": {
        "task": "deliveries.send",
        "schedule": 5.0,
        # While the senders are busy their turns need not pile up.
        "options": {"expires": 5},
    },
    "run-jobs": {"task": "jobs.run", "schedule": 5.0, "options": {"expires": 5}},
    "release-expired-holds": {"task": "slots.release_expired_holds", "schedule": 15.0},
    "settle-proposals": {"task": "appointments.settle_proposals", "schedule": 15.0},
    "seal-audit": {"task": "audit.seal", "schedule": 300.0},
    "end-emergencies": {"task": "care.end_emergencies", "schedule": timedelta(minutes=5)},
    "end-past-care": {"task": "care.end_long_past", "schedule": timedelta(hours=24)},
    "drop-old-audit": {"task": "audit.drop_old", "schedule": timedelta(hours=24)},
    "extend-horizon": {"task": "slots.extend_horizon", "schedule": timedelta(hours=6)},
    "forget-old-sessions": {
        "task": "users.forget_old_sessions",
        "schedule": timedelta(hours=24),
    },
    "forget-old-records": {"task": "outbox.forget_old", "schedule": timedelta(hours=24)},
    "forget-old-answers": {"task": "idempotency.forget_old", "schedule": timedelta(hours=24)},
    "forget-old-jobs": {"task": "jobs.forget_old", "schedule": timedelta(hours=24)},
    "sweep-files": {"task": "files.sweep", "schedule": timedelta(hours=1)},
    "forget-old-deliveries": {"task": "deliveries.forget_old", "schedule": timedelta(hours=24)},
}
# A mail server that hangs, or forty seconds of work, must hold up nothing else: these have queues
# and workers of their own.
CELERY_TASK_ROUTES = {
    "deliveries.send": {"queue": "deliveries"},
    "jobs.run": {"queue": "slow"},
}
# Where one process serves, slow work is done beside it.
JOBS_IN_CHILD = not REDIS_URL

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BACKEND / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
CLINIC_TIME_ZONE: str = env("CLINIC_TIME_ZONE", default="UTC")
CLINIC_CURRENCY: str = env("CLINIC_CURRENCY", default="EUR")
PHONE_REGION: str = env("PHONE_REGION", default="FR")
AUTO_APPROVE_PATIENTS: bool = env.bool("AUTO_APPROVE_PATIENTS", default=True)
MOST_UPCOMING_VISITS: int = env.int("MOST_UPCOMING_VISITS", default=10)
REMINDER_HOURS: int = env.int("REMINDER_HOURS", default=24)
# Hours for which an emergency opens a record.
CARE_EMERGENCY_HOURS: int = env.int("CARE_EMERGENCY_HOURS", default=24)
# Without contact for so many months a doctor sees a patient's record no more.
CARE_MONTHS: int = env.int("CARE_MONTHS", default=24)
# Older months of the audit trail go; the present one is not counted.
AUDIT_MONTHS: int = env.int("AUDIT_MONTHS", default=36)
HOLD_MINUTES: int = env.int("HOLD_MINUTES", default=5)
PROPOSAL_ANSWER_HOURS: int = env.int("PROPOSAL_ANSWER_HOURS", default=48)
DEMO: bool = env.bool("DEMO", default=False)

AUTH_USER_MODEL = "users.User"


STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# Uploads are never served by path: an authorised view sends each.
FILES_ROOT = Path(env("FILES_ROOT", default=str(DATA_DIR / "media"))).resolve()
# Where nginx has an internal location for FILES_ROOT, it sends whole files by itself.
FILES_ACCEL_PREFIX: str = env("FILES_ACCEL_PREFIX", default="")
# Younger files that nobody refers to may be about to be.
FILES_GRACE_HOURS: int = env.int("FILES_GRACE_HOURS", default=24)
MAX_UPLOAD_BYTES = 10 * 1024 * 1024
# Bodies without a file.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# The built SPA, served at the root beside the API.
SPA_DIR = Path(
    env("SPA_DIR", default=str(REPOSITORY / "frontend" / "dist" / "creneau" / "browser"))
)
WHITENOISE_ROOT = SPA_DIR if SPA_DIR.is_dir() else None
WHITENOISE_INDEX_FILE = False
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers
# The site loads its own files; nobody else needs them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Angular names a built file after its content.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[A-Za-z0-9_-]{8}\.(js|css|woff2)$"

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"].endswith("console.EmailBackend"):
    EMAIL_BACKEND = "config.console_mail.ReadableConsole"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL: str = env("DEFAULT_FROM_EMAIL", default="Créneau <ne-pas-repondre@localhost>")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["clinic.users.api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["clinic.common.api.permissions.IsApproved"],
    "DEFAULT_RENDERER_CLASSES": ["clinic.common.api.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["clinic.common.api.parsers.BoundedJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "clinic.common.api.pagination.LinkedCursorPagination",
    "DEFAULT_FILTER_BACKENDS": ["clinic.common.api.filters.StrictFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "clinic.common.api.schema.CreneauSchema",
    "DEFAULT_THROTTLE_RATES": {
        "login": env("RATE_LIMIT_LOGIN", default="20/min"),
        "register": env("RATE_LIMIT_REGISTER", default="10/hour"),
        "picture": env("RATE_LIMIT_PICTURE", default="20/hour"),
        "dependant": env("RATE_LIMIT_DEPENDANT", default="20/hour"),
        "rename": env("RATE_LIMIT_RENAME", default="10/hour"),
        "mail": env("RATE_LIMIT_MAIL", default="5/hour"),
        "refresh": env("RATE_LIMIT_REFRESH", default="120/min"),
        "booking": env("RATE_LIMIT_BOOKING", default="60/min"),
        "emergency": env("RATE_LIMIT_EMERGENCY", default="5/hour"),
        "code": env("RATE_LIMIT_CODE", default="5/hour"),
        "find": env("RATE_LIMIT_FIND", default="30/hour"),
        "directory": env("RATE_LIMIT_DIRECTORY", default="600/min"),
    },
    "NUM_PROXIES": env.int("NUM_PROXIES", default=0),
    "EXCEPTION_HANDLER": "clinic.common.api.errors.handle_exception",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DATETIME_FORMAT": "iso-8601",
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Créneau",
    "DESCRIPTION": "Rendez-vous médicaux. Chaque chemin répond aussi sous /api/v1/.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "PREPROCESSING_HOOKS": ["clinic.common.api.schema.only_unpinned_paths"],
    "ENUM_NAME_OVERRIDES": {
        "RoleEnum": "clinic.users.roles.Role.choices",
        "SlotModeEnum": "clinic.slots.modes.Mode.choices",
        "ConsultationModeEnum": "clinic.slots.modes.ConsultationMode.choices",
        "AppointmentStatusEnum": "clinic.appointments.lifecycle.Status.choices",
        "TransitionEnum": "clinic.appointments.lifecycle.Transition.choices",
        "JobStateEnum": "clinic.jobs.lifecycle.State.choices",
        "LevelEnum": "clinic.patients.models.Level.choices",
        "SexEnum": "clinic.patients.models.Sex.choices",
    },
}
