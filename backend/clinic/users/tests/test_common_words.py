"""Well-known words are refused as passwords, however they are dressed up."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from rest_framework.test import APIClient

from clinic.users.common_words import WORDS
from clinic.users.tests.signing import registration


@pytest.mark.parametrize(
    "weak",
    [
        "motdepasse1",
        "MotDePasse2024!",
        "azerty123",
        "soleil2024",
        "2024soleil",
        "S0leil!2024",
        "m0td3p@sse",
        "Médecin1234",
        "jean-pierre75",
        "P@ssw0rd!",
        "dragon1987",
        "!!doudou!!",
        "  bonjour1  ",
    ],
)
def test_a_word_with_some_digits_is_refused(weak: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password(weak)

    assert refusal.value.error_list[0].code == "password_too_common"


@pytest.mark.parametrize(
    "good",
    [
        "une phrase de passe",
        "securePassword123",
        "le lion dort ce soir",
        "soleil et pluie 2024",
        "xK9#mPq2vv",
        "7h31-trois-tilleuls",
    ],
)
def test_several_words_are_welcome(good: str) -> None:
    validate_password(good)


@pytest.mark.django_db
def test_the_refusal_says_what_to_do() -> None:
    answer = APIClient().post("/api/users/register/", registration(password="soleil2024"))

    assert answer.status_code == 400
    (sentence,) = answer.json()["details"]["password"]
    assert sentence == (
        "Ce mot de passe est trop facile à deviner : un mot connu suivi de quelques chiffres fait"
        " partie des premiers essais. Choisissez plusieurs mots, par exemple une courte phrase."
    )


def test_the_words_are_written_as_they_are_compared() -> None:
    words = WORDS.read_text(encoding="ascii").split()

    assert words == sorted(set(words))
    assert all(word.isalpha() and word.islower() for word in words)
