"""Which passwords are guessed first: well-known words, and what people add to them.

Django refuses the 20,000 most common passwords as they stand. People who are told so add a digit
or a year; those are tried just as soon.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# French words, names, towns and keyboard rows: lower case, without accents, sorted.
WORDS: Final = Path(__file__).parent / "common_words_fr.txt"
# What is often written for a letter; 1 stands for two.
_DISGUISES: Final = [str.maketrans("013457@$!€", f"o{one}eastasie") for one in "il"]


class CommonWordValidator(CommonPasswordValidator):
    """Refuses well-known words, French ones too, whatever digits and signs stand around them."""

    def __init__(self) -> None:
        super().__init__()
        self.passwords |= set(WORDS.read_text(encoding="ascii").split())

    def validate(self, password: str, _user: Any = None) -> None:
        """Raise ValidationError when the password, or the word in it, is well known."""
        if not self.passwords.isdisjoint(words_in(password)):
            message = _(
                "This password is too easy to guess: a well-known word with a few digits is among"
                " the first ones tried. Choose several words, such as a short sentence."
            )
            raise ValidationError(message, code="password_too_common")

    def get_help_text(self) -> str:
        """Return the rule."""
        return _("Your password must not be a well-known word with a few digits.")


def words_in(password: str) -> Iterator[str]:
    """Yield the password as it stands, and without what is around and in the place of letters."""
    folded = unicodedata.normalize("NFKD", password.casefold().strip())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    yield plain
    for disguise in _DISGUISES:
        for bare in (plain, re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)):
            yield re.sub(r"[\W\d_]", "", bare.translate(disguise))
