"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """The app ``notifications``."""

    name = "clinic.notifications"
    label = "notifications"
    verbose_name = _("Notifications")
