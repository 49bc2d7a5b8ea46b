"""App registration."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The app ``demo``; it has no models."""

    name = "clinic.demo"
    label = "demo"
