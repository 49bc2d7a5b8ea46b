"""``manage.py serve``: API, SPA, WebSockets and background jobs in one process."""

import os
import signal
from typing import Any

import structlog
from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import autoreload

from clinic.users.models import User
from config.embedded import EmbeddedJobs

log = structlog.get_logger(__name__)


class ReportingServer(Server):
    """Daphne, and why it could not listen."""

    failure = ""

    def listen_error(self, failure: Any) -> None:
        """Keep the reason for the person who started the server."""
        self.failure = failure.getErrorMessage()
        super().listen_error(failure)


class Command(BaseCommand):
    """Prepare the data folder, then serve until Ctrl-C."""

    help = "Migrate, load demo data on the first start, then serve everything in one process."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """``HOST`` and ``PORT`` come from the environment when they are not given."""
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--autoreload", action="store_true", help="Restart on code changes.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run."""
        if options["autoreload"]:
            autoreload.run_with_reloader(self._serve, **options)
        else:
            self._serve(**options)

    def _serve(self, *, host: str, port: int, **options: Any) -> None:
        if not options["autoreload"]:
            # A shell ignores Ctrl-C for what it starts in the background; this server never does.
            signal.signal(signal.SIGINT, signal.default_int_handler)
        self._prepare()
        jobs = EmbeddedJobs()
        jobs.start()
        self.stdout.write(self.style.SUCCESS(f"\n  Créneau: http://localhost:{port}\n"))
        self.stdout.write("  Ctrl-C arrête tout / stops everything.\n\n")
        try:
            self._listen(host, port, in_main_thread=not options["autoreload"])
        finally:
            jobs.stop()

    def _prepare(self) -> None:
        for folder in (settings.DATA_DIR, settings.FILES_ROOT, settings.STATIC_ROOT):
            folder.mkdir(parents=True, exist_ok=True)
        self.stdout.write("Base de données / database…")
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Fichiers statiques / static files…")
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.DEMO and not User.objects.exists():
            self.stdout.write("Données de démonstration / demo data…")
            call_command("demo", stdout=self.stdout)
        elif settings.DEMO:
            call_command("demo", "--accounts", stdout=self.stdout)

    def _listen(self, host: str, port: int, *, in_main_thread: bool) -> None:
        from config.asgi import application  # noqa: PLC0415  it needs the database migrated

        server = ReportingServer(
            application=application,
            endpoints=build_endpoint_description_strings(host=host, port=port),
            signal_handlers=in_main_thread,
            http_timeout=60,
            websocket_handshake_timeout=10,
            server_name="creneau",
        )
        server.run()
        if server.failure:
            msg = f"Port {port}: {server.failure} Choose another one: PORT=8001 make run"
            raise CommandError(msg)
