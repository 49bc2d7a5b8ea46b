"""App registration."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """The app ``users``."""

    name = "clinic.users"
    label = "users"
