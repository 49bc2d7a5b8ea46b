"""App registration."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The app ``notifications``."""

    name = "clinic.notifications"
    label = "notifications"
