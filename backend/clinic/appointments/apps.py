"""App registration."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    """The app ``appointments``."""

    name = "clinic.appointments"
    label = "appointments"
