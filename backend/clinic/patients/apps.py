"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PatientsConfig(AppConfig):
    """The app ``patients``."""

    name = "clinic.patients"
    label = "patients"
    verbose_name = _("Patients")
