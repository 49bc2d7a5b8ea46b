"""What production must be told: it refuses to start on a guess."""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY: Final = 50
FEWEST_CHARACTERS: Final = 10
# Mails that go nowhere, or into a log where anybody reads the link that resets a password.
NOT_SENT: Final = ("consolemail", "console", "memorymail", "dummymail", "filemail", "file")


def refuse_incomplete(environment: Mapping[str, str]) -> None:
    """Raise ImproperlyConfigured with a line for each variable that is missing or unfit."""
    faults = list(_faults(environment))
    if faults:
        lines = "\n".join(f"  {name} {what}" for name, what in faults)
        raise ImproperlyConfigured(
            f"Production does not start; see .env.example for what is missing:\n{lines}"
        )


def _faults(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    def given(name: str) -> str:
        return environment.get(name, "").strip()

    key = given("DJANGO_SECRET_KEY")
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS:
        yield "DJANGO_SECRET_KEY", f"must be {SHORTEST_KEY} random characters or more"
    hosts = [host.strip() for host in given("ALLOWED_HOSTS").split(",")]
    if not all(hosts) or "*" in hosts:
        yield "ALLOWED_HOSTS", "must name the hosts that are answered, not *"
    if not _is_address(given("PUBLIC_BASE_URL")):
        yield "PUBLIC_BASE_URL", "must be the address that people use, such as https://example.org"
    if not given("DATABASE_URL").startswith(("postgres://", "postgresql://", "psql://")):
        yield "DATABASE_URL", "must name a PostgreSQL database"
    if not given("REDIS_URL").startswith(("redis://", "rediss://", "unix://")):
        yield "REDIS_URL", "must name a Redis server"
    mail = urlsplit(given("EMAIL_URL")).scheme
    if not mail or mail in NOT_SENT:
        yield "EMAIL_URL", "must name a mail server, such as smtp+tls://user:password@host:587"


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
