"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The app ``audit``."""

    name = "clinic.audit"
    label = "audit"
    verbose_name = _("Audit trail")
