"""What is measured: PostgreSQL, Redis, gunicorn and a worker, as production runs them.

Durable settings (fsync on), private sockets and free ports, always stopped again.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BACKEND = ROOT / "backend"
sys.path.insert(0, str(BACKEND))

from tests.servers import Servers, postgres_bin, redis_program  # noqa: E402


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class DurableServers(Servers):
    """PostgreSQL with its own defaults, Redis on a port."""

    redis_port = 0
    postgres_port = 0

    def start_postgres(self) -> None:
        """Start PostgreSQL as Debian would, with a sensible cache for the machine."""
        programs, data = postgres_bin(), self.home / "data"
        self._own(self.home)
        self._run(
            programs / "initdb",
            "-D",
            data,
            "-U",
            "creneau",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        )
        self.postgres_port = free_port()
        self._spawn(
            "postgres",
            programs / "postgres",
            "-D",
            data,
            "-k",
            self.home,
            "-h",
            "127.0.0.1",
            "-p",
            self.postgres_port,
            "-c",
            "shared_buffers=512MB",
            "-c",
            "max_connections=100",
            "-c",
            "timezone=UTC",
        )
        ready: list[str | Path] = [
            programs / "pg_isready",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.postgres_port),
            "-q",
        ]
        while subprocess.run(ready, check=False).returncode:
            time.sleep(0.1)

    def start_redis(self) -> None:
        """Start Redis on a free port."""
        self.redis_port = free_port()
        self._spawn(
            "redis", redis_program(), "--port", self.redis_port, "--save", "", "--dir", self.home
        )


class Stack:
    """All processes of one measurement."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="creneau-bench-"))
        self.home.chmod(0o755)
        self.servers = DurableServers(self.home / "servers")
        self.port = free_port()
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.environment: dict[str, str] = {}

    def start_servers(self) -> None:
        """Start the database and Redis, empty."""
        self.servers.start()
        self.environment = self._environment()
        self.manage("migrate", "-v0")

    def load(self, *, doctors: int, patients: int, appointments: int) -> None:
        """Load the demo clinic in that size."""
        self.manage(
            "demo",
            f"--doctors={doctors}",
            f"--patients={patients}",
            f"--appointments={appointments}",
        )

    def serve(self) -> None:
        """Serve as production does."""
        self.sql("VACUUM ANALYZE")
        self._spawn("gunicorn", "config.wsgi", "-c", "../deploy/gunicorn.py")
        self._spawn("celery", "-A", "config", "worker", "-Q", "celery", "-c", "1", "-l", "ERROR")
        self._wait()

    def stop(self) -> None:
        """Stop everything and remove the data."""
        for child in reversed(self.children.values()):
            child.terminate()
        for child in self.children.values():
            child.wait(30)
        self.servers.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def processes(self) -> dict[str, subprocess.Popen[bytes]]:
        """Return what serves, by what it does."""
        postgres, redis = self.servers.running
        return {
            "web": self.children["gunicorn"],
            "relay": self.children["celery"],
            "PostgreSQL": postgres,
            "Redis": redis,
        }

    def manage(self, *arguments: str) -> None:
        """Run a management command on the measured database."""
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=BACKEND,
            env=self.environment,
            check=True,
        )

    def sql(self, statement: str) -> None:
        """Run one statement outside a transaction."""
        import psycopg2

        connection = psycopg2.connect(self.dsn)
        connection.autocommit = True
        connection.cursor().execute(statement)
        connection.close()

    @property
    def dsn(self) -> str:
        """How raw SQL connects."""
        port = self.servers.postgres_port
        return f"host=127.0.0.1 port={port} user=creneau dbname=postgres"

    def _environment(self) -> dict[str, str]:
        limits = ("LOGIN", "REGISTER", "MAIL", "REFRESH", "BOOKING", "DIRECTORY")
        return {
            **os.environ,
            **{f"RATE_LIMIT_{name}": "10000000/min" for name in limits},
            "DJANGO_SETTINGS_MODULE": "config.settings.prod",
            "DJANGO_SECRET_KEY": secrets.token_urlsafe(50),
            "DATABASE_URL": (f"postgres://creneau@127.0.0.1:{self.servers.postgres_port}/postgres"),
            "REDIS_URL": f"redis://127.0.0.1:{self.servers.redis_port}/0",
            "ALLOWED_HOSTS": "127.0.0.1",
            "PUBLIC_BASE_URL": f"http://127.0.0.1:{self.port}",
            # Nobody listens there: mails stay owed, as they would with the server down.
            "EMAIL_URL": "smtp://127.0.0.1:9",
            "SECURE_SSL_REDIRECT": "false",
            "CONN_MAX_AGE": "600",
            "DATA_DIR": str(self.home / "files"),
            "PORT": str(self.port),
            "DEMO": "true",
            # Few people book a lot here.
            "MOST_UPCOMING_VISITS": "1000000",
            "LOG_LEVEL": "WARNING",
        }

    def _spawn(self, *command: str) -> None:
        log = (self.home / f"{command[0]}.log").open("wb")
        self.children[command[0]] = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=BACKEND,
            env=self.environment,
            stdout=log,
            stderr=log,
        )

    def _wait(self) -> None:
        url = f"http://127.0.0.1:{self.port}/health/ready"
        for _attempt in range(300):
            try:
                with urllib.request.urlopen(url, timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.home / "gunicorn.log").read_text()[-2000:])
