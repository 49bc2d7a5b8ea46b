"""App registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    """The app ``users``."""

    name = "clinic.users"
    label = "users"
    verbose_name = _("Accounts")
