"""How an appointment takes place (R2 ``consultation_type`` and ``consultation_mode``)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConsultationMode(TextChoices):
    """How one appointment takes place."""

    IN_PERSON = "presentiel", _("In person")
    VIDEO = "distanciel", _("By video")


class Mode(TextChoices):
    """What a slot offers."""

    IN_PERSON = "presentiel", _("In person")
    VIDEO = "distanciel", _("By video")
    BOTH = "both", _("In person or by video")

    def allows(self, chosen: str) -> bool:
        """Return whether an appointment in mode ``chosen`` can take place in such a slot."""
        return self in (Mode.BOTH, chosen)
