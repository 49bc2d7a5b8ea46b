"""Logs: structured lines on the error stream, without health data."""

from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
# One line a request is django-structlog's; these would double it.
DOUBLES = ("django.server", "daphne.http_protocol", "axes")


def _at_least_warning(level: str) -> str:
    return level if level in {"ERROR", "CRITICAL"} else "WARNING"


def _logging(level: str, renderer: object, quiet: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processor": renderer,
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Of what a request answers it has one line; a fault has its trace here.
            "django.request": {"level": "ERROR"},
            **{name: {"level": _at_least_warning(level)} for name in (*DOUBLES, *quiet)},
        },
    }


def console_logging(level: str) -> dict[str, Any]:
    """Lines for people: mails, warnings and faults, not every request and job."""
    return _logging(
        level,
        # Plain: a traceback that shows local variables would show passwords and health data.
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
        quiet=("celery", "django_structlog", "daphne"),
    )


def json_logging(level: str) -> dict[str, Any]:
    """Lines for machines."""
    return _logging(level, structlog.processors.JSONRenderer())
