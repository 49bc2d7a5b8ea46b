"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveriesConfig(AppConfig):
    """The app ``deliveries``."""

    name = "clinic.deliveries"
    label = "deliveries"
    verbose_name = _("Deliveries")
