"""What people see of a text."""

import pytest

from clinic.common.text import shows_nothing, undirected

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\n",
        "\x00\x1b",
        "\u00a0\u2003\u3000",
        "\u200b\u200c\u200d\u2060\ufeff",
        "\u00ad\u180e",
        "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        "\u2800",
        "\u115f\u1160\u3164\uffa0",
        "\ufe0f\u0301",
        "\U000e0041",
        "\ud800",
    ],
)
def test_of_this_nothing_is_seen(text: str) -> None:
    assert shows_nothing(text)
    assert not shows_nothing(f"{text}.")


@pytest.mark.parametrize("text", ["é", "e\u0301", "ن", "👩\u200d⚕\ufe0f", "1", "-", "한"])
def test_of_this_something_is_seen(text: str) -> None:
    assert not shows_nothing(text)


def test_letters_keep_their_order() -> None:
    assert undirected("Lou\u202eise\u2069 Kern") == "Louise Kern"
    # Persian needs the zero width non-joiner.
    assert undirected("می\u200cخواهم") == "می\u200cخواهم"
