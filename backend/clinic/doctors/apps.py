"""App registration."""

from django.apps import AppConfig


class DoctorsConfig(AppConfig):
    """The app ``doctors``."""

    name = "clinic.doctors"
    label = "doctors"
