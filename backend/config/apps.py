"""Wiring that needs all apps loaded: which handler listens to which topic."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Runs last of all apps."""

    name = "config"

    def ready(self) -> None:
        """Register the outbox handlers."""
