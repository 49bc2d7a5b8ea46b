"""Wiring that needs all apps loaded: whose profile is which, and who listens to what."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Runs last of all apps."""

    name = "config"

    def ready(self) -> None:
        """Register profiles and outbox handlers."""
        # Models can be imported only now.
        from config.wiring import wire  # noqa: PLC0415  apps must be ready

        wire()
