"""App registration."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The app ``outbox``."""

    name = "clinic.outbox"
    label = "outbox"
