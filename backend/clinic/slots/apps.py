"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SlotsConfig(AppConfig):
    """The app ``slots``."""

    name = "clinic.slots"
    label = "slots"
    verbose_name = _("Calendars")
