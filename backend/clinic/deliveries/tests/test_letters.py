"""Letters in their two forms."""

import pytest
from django.utils import translation

from clinic.deliveries.letters import Letter, message_of

LETTER = Letter(
    subject="Rendez-vous\r\nBcc: eve@example.org",
    greeting="Bonjour <Ada> & O'Neill,",
    paragraphs=["Un mot.", "Deux mots."],
    facts=[("Date", "lundi 23 novembre"), ("Lieu", "3 rue <b>Pasteur</b>")],
    button=("Voir", "https://example.org/x#a=1&b=2"),
    notes=["Petit caractère."],
)


def test_as_plain_text_it_is_written_as_it_is() -> None:
    with translation.override("fr"):
        message = message_of(LETTER)

    assert message.text == (
        "Bonjour <Ada> & O'Neill,\n\n"
        "Un mot.\n\nDeux mots.\n\n"
        "Date\N{NO-BREAK SPACE}: lundi 23 novembre\n"
        "Lieu\N{NO-BREAK SPACE}: 3 rue <b>Pasteur</b>\n\n"
        "Voir\N{NO-BREAK SPACE}:\nhttps://example.org/x#a=1&b=2\n\n"
        "Petit caractère.\n\n"
        "-- \nCréneau\nhttp://localhost:8000\n"
    )


def test_as_html_nothing_in_it_is_markup() -> None:
    with translation.override("en"):
        html = message_of(LETTER).html

    assert '<html lang="en">' in html
    assert "Bonjour &lt;Ada&gt; &amp; O&#x27;Neill," in html
    assert "3 rue &lt;b&gt;Pasteur&lt;/b&gt;" in html
    assert 'href="https://example.org/x#a=1&amp;b=2"' in html


@pytest.mark.parametrize("part", ["<script", "<link", "<img", "http-equiv", "javascript:"])
def test_html_loads_and_runs_nothing(part: str) -> None:
    assert part not in message_of(LETTER).html


def test_a_subject_is_one_line() -> None:
    assert message_of(LETTER).subject == "Rendez-vous Bcc: eve@example.org"


def test_a_letter_may_be_short() -> None:
    message = message_of(Letter(subject="S", greeting="Bonjour,", paragraphs=["Un mot."]))

    assert message.text == "Bonjour,\n\nUn mot.\n\n-- \nCréneau\nhttp://localhost:8000\n"
    assert message.html.count("<a ") == 1
