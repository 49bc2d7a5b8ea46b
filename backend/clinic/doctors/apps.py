"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DoctorsConfig(AppConfig):
    """The app ``doctors``."""

    name = "clinic.doctors"
    label = "doctors"
    verbose_name = _("Doctors")
