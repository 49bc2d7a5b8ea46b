"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """The app ``files``."""

    name = "clinic.files"
    label = "files"
    verbose_name = _("Files")
