"""Built files are cached for ever, the page that names them never."""

import re

import pytest
from django.conf import settings


@pytest.mark.parametrize(
    ("url", "is_immutable"),
    [
        ("/main-6l_RW01D.js", True),
        ("/chunk-4xpBo4ki.js", True),
        ("/styles-CGO5-CA4.css", True),
        ("/media/inter-latin-ABCDEFGH.woff2", True),
        ("/index.html", False),
        ("/i18n/fr.json", False),
        ("/favicon.svg", False),
    ],
)
def test_files_named_after_their_content_are_cached_for_ever(
    url: str, *, is_immutable: bool
) -> None:
    assert bool(re.match(settings.WHITENOISE_IMMUTABLE_FILE_TEST, url)) is is_immutable
