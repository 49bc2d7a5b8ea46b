"""Every text exists in French; the English one is its key."""

import ast
import json
import re
from collections import Counter
from pathlib import Path

from babel.messages.pofile import read_po

BACKEND = Path(__file__).parents[2]
PO = BACKEND / "locale" / "fr" / "LC_MESSAGES" / "django.po"
PAGES = BACKEND.parent / "frontend" / "public" / "i18n"
MARKS = {"_", "gettext", "gettext_lazy", "ngettext"}


def marked_texts() -> set[str]:
    found = set()
    for path in [*(BACKEND / "clinic").rglob("*.py"), *(BACKEND / "config").rglob("*.py")]:
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name_of(node.func) in MARKS:
                for text in node.args[: 2 if _name_of(node.func) == "ngettext" else 1]:
                    found.add(ast.literal_eval(text))
    return found


def _name_of(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def translations() -> dict[str, str]:
    with PO.open("rb") as file:
        catalog = read_po(file, locale="fr")
    return {
        key: text
        for message in catalog
        if message.id
        for key, text in zip(
            [message.id] if isinstance(message.id, str) else message.id,
            [message.string] if isinstance(message.string, str) else message.string or (),
            strict=False,
        )
    }


def test_every_text_is_translated() -> None:
    french = translations()

    assert sorted(text for text in marked_texts() if not french.get(text)) == []


def test_placeholders_survive_translation() -> None:
    holes = re.compile(r"%\(\w+\)s|%s|\{\w*\}")
    broken = {
        key: text
        for key, text in translations().items()
        if sorted(holes.findall(key)) != sorted(holes.findall(text))
    }

    assert broken == {}


def test_a_text_is_translated_once() -> None:
    keys = re.findall(r'^msgid "(.+)"$', PO.read_text(), re.MULTILINE)

    assert sorted(key for key, count in Counter(keys).items() if count > 1) == []


def _texts_in(node: object) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in _texts_in(value)]
    return [str(node)]


def test_french_pages_do_not_break_before_their_signs() -> None:
    """« Pourquoi ? » keeps together: its spaces are no-break ones (U+00A0)."""
    files = sorted(PAGES.rglob("fr.json"))
    breaking = re.compile(r" [:;?!»]|« ")

    assert files
    assert [
        f"{path.relative_to(PAGES)}: {text}"
        for path in files
        for text in _texts_in(json.loads(path.read_text()))
        if breaking.search(text)
    ] == []
