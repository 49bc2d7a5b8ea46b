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


@pytest.mark.parametrize(
    ("told", "more"),
    [
        ({}, f"avec Dr Cho {WHEN} est confirmé."),
        (
            {"asked_at": "2026-11-24T14:00:00Z", "mode": "distanciel", "has_message": True},
            (
                f"avec Dr Cho est confirmé à un autre horaire que demandé{NBSP}: {WHEN} "
                f"(au lieu du mardi 24 novembre à 14{NBSP}h). Il a lieu en vidéo. "
                f"Le médecin vous a laissé un message{NBSP}: lisez-le sur la page du rendez-vous."
            ),
        ),
        ({"mode": "presentiel"}, f"avec Dr Cho {WHEN} est confirmé. Il a lieu en cabinet."),
    ],
)
def test_a_confirmation_says_what_is_not_as_it_was_asked(told: dict[str, Any], more: str) -> None:
    assert said("appointment_confirmed", **told) == f"Votre rendez-vous {more}"
