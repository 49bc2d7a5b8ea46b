"""Telephone numbers are kept in one form, E.164, so that they can be compared and dialled."""

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from clinic.common import errors


def e164(typed: str) -> str:
    """Return ``typed`` as E.164; a number without country code is one of ``PHONE_REGION``.

    Empty stays empty. Raises :class:`Invalid` on the field ``phone``.
    """
    if not typed.strip():
        return ""
    try:
        number = phonenumbers.parse(typed, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        message = _("This is not a telephone number. Example: %(example)s.") % {
            "example": "+33 1 23 45 67 89"
        }
        raise errors.Invalid(details={"phone": [message]})
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
