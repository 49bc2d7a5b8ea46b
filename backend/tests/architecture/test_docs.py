"""What the documentation says of states is what the code does; what it leads to is there."""

import re
from pathlib import Path

from clinic.appointments.lifecycle import TRANSITIONS, Party

ROOT = Path(__file__).parents[3]
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)[^)]*\)")


def test_the_table_of_transitions_is_the_one_in_code() -> None:
    text = (ROOT / "docs/domain.md").read_text()
    table = text.split("| from | transition | to | who |\n")[1].split("\n\n")[0]
    told = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in table.splitlines()]

    assert told[1:] == [
        (status, transition, following, ", ".join(one for one in Party if one in parties))
        for (status, transition), (following, parties) in TRANSITIONS.items()
    ]


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")]
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text())
        if not (page.parent / target).exists()
    ]
    assert dead == []


def test_every_app_has_a_word_in_the_domain() -> None:
    text = (ROOT / "docs/domain.md").read_text()
    apps = {path.parent.name for path in (ROOT / "backend/clinic").glob("*/models.py")}

    assert [name for name in sorted(apps - {"idempotency"}) if f"`clinic/{name}`" not in text] == []
