"""How notices about appointments read."""

from typing import Any

import pytest
from django.utils import translation

from clinic.notifications.kinds import text_of

NBSP = "\N{NO-BREAK SPACE}"
TOLD = {"who": "Dr Cho", "start_at": "2026-11-25T13:00:00Z", "zone": "UTC"}
WHEN = f"le mercredi 25 novembre à 13{NBSP}h"
WHEN_EN = f"on Wednesday 25 November at 1:00{NBSP}pm"


def said(kind: str, language: str = "fr", **told: Any) -> str:
    with translation.override(language):
        return text_of(kind, TOLD | told)


@pytest.mark.parametrize(
    ("kind", "language", "text"),
    [
        (
            "appointment_confirmed",
            "fr",
            f"Pour Tom Aubert{NBSP}: votre rendez-vous avec Dr Cho {WHEN} est confirmé.",
        ),
        (
            "appointment_confirmed",
            "en",
            f"For Tom Aubert: your appointment with Dr Cho {WHEN_EN} is confirmed.",
        ),
        (
            "appointment_declined",
            "en",
            f"For Tom Aubert: Dr Cho cannot see you {WHEN_EN}. Please choose another time.",
        ),
    ],
)
def test_after_whose_it_is_the_sentence_goes_on(kind: str, language: str, text: str) -> None:
    assert said(kind, language, whose="Tom Aubert") == text
