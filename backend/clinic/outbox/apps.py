"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """The app ``outbox``."""

    name = "clinic.outbox"
    label = "outbox"
    verbose_name = _("Outbox events")
