"""App registration."""

from django.apps import AppConfig


class PatientsConfig(AppConfig):
    """The app ``patients``."""

    name = "clinic.patients"
    label = "patients"
