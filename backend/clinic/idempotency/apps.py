"""App registration."""

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """The app ``idempotency``."""

    name = "clinic.idempotency"
    label = "idempotency"
