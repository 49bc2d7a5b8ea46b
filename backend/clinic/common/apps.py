"""App registration."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """The app ``common``; it has no models."""

    name = "clinic.common"
    label = "common"
