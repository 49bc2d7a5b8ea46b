"""App registration."""

from django.apps import AppConfig


class SlotsConfig(AppConfig):
    """The app ``slots``."""

    name = "clinic.slots"
    label = "slots"
