"""Logs: structured lines on the error stream, without health data, names or secrets.

A line has ids, routes and codes. What people sent stands in no line: neither the query of a path
(``config.requests``) nor the message of a fault, which often quotes the value that it failed on.
"""

import traceback
from types import TracebackType
from typing import Any, Final

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

# What these say is about servers and settings.
TECHNICAL: Final = (OSError, OperationalError, ImproperlyConfigured, ImportError)
# One line a request is django-structlog's; these would double it.
DOUBLES = ("django.server", "daphne.http_protocol", "axes")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def trace_without_words(exc_info: ExcInfo) -> str:
    """Return where it failed and with which kinds of fault, without what these quote."""
    found = traceback.TracebackException(*exc_info)
    return "\n".join(_lines_of(found, exc_info[1]))


def _lines_of(found: traceback.TracebackException, error: BaseException | None) -> list[str]:
    lines = []
    cause = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    if cause is not None and error is not None:
        lines += [*_lines_of(cause, error.__cause__ or error.__context__), "then:"]
    lines += [line.rstrip() for line in found.stack.format()]
    kind = type(error).__name__
    return [*lines, f"{kind}: {error}" if isinstance(error, TECHNICAL) else kind]


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.ExceptionRenderer(trace_without_words),
]
structlog.configure(
    processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)


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
        structlog.dev.ConsoleRenderer(colors=False),
        quiet=("celery", "django_structlog", "daphne"),
    )


def json_logging(level: str) -> dict[str, Any]:
    """Lines for machines."""
    return _logging(level, structlog.processors.JSONRenderer())
