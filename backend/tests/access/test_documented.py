"""docs/access.md is what the code does: every cell of its two tables is tried."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest
from django.apps import apps
from django.utils import timezone
from rest_framework.test import APIClient

from clinic.care.models import CareRelation
from clinic.patients.models import Guardian, Patient
from clinic.users.models import User
from clinic.users.roles import Role
from tests.access.model_rows import ROWS, Told
from tests.access.states_of_care import STATES, Story

DOCUMENT = (Path(__file__).parents[3] / "docs/access.md").read_text()
Cells = dict[str, dict[str, str]]
PEOPLE: Final = {
    "the patient": "ada",
    "who acts for them": "ben",
    "the doctor": "dr_cho",
    "another doctor": "dr_diaz",
    "an admin": "eve",
}


def table(first: str) -> Cells:
    """Return the table whose first column is headed so: by row, then by column."""
    lines = DOCUMENT.splitlines()
    [start] = [number for number, line in enumerate(lines) if line.startswith(f"| {first} |")]
    rows = []
    for line in [lines[start], *lines[start + 2 :]]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    names = rows[0][1:]
    found = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows[1:]}
    assert len(found) == len(rows) - 1, "a row is there twice"
    return found


CARE, MODELS = table("state"), table("model")
CASES = [(state, number) for state, makers in STATES.items() for number in range(len(makers))]


@pytest.fixture
def now() -> datetime:
    """Today: the database's clock says what has ended."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def cast(
    ada: User, ben: User, dr_cho: User, dr_diaz: User, eve: User, now: datetime
) -> dict[str, User]:
    """Everybody; Ben acts for Ada."""
    Guardian.objects.create(user=ben, patient=ada.patient, created_at=now)
    return {user.username: user for user in (ada, ben, dr_cho, dr_diaz, eve)}


def ours() -> list[Any]:
    return [model for model in apps.get_models() if model.__module__.startswith("clinic.")]


def test_the_states_are_those_of_the_document() -> None:
    assert CARE.keys() == STATES.keys()
    assert MODELS.keys() == {model.__name__ for model in ours()}
    for cells in (*CARE.values(), *MODELS.values()):
        assert cells.keys() == PEOPLE.keys()


@pytest.mark.parametrize(("state", "number"), CASES)
@pytest.mark.both_databases
@pytest.mark.django_db
def test_what_is_between_two_people_opens_what_is_documented(
    state: str,
    number: int,
    cast: dict[str, User],
    api: Callable[[User | None], APIClient],
    now: datetime,
) -> None:
    STATES[state][number](Story(cast["ada"], cast["dr_cho"], cast["eve"], now))

    patient = Patient.objects.get(pk=cast["ada"].patient.pk)
    opened = {title: openness(cast[name], patient) for title, name in PEOPLE.items()}
    if patient.user is None:
        # Nobody is there to ask.
        opened["the patient"] = "–"
    assert opened == CARE[state]
    for title in ("the doctor", "another doctor", "an admin"):
        client = api(cast[PEOPLE[title]])
        answer = client.get(f"/api/patients/{cast['ada'].patient.pk}/")
        cell = CARE[state][title]
        assert answer.status_code == (404 if cell == "nothing" else 200), title
        assert (answer.json().get("record") is not None) == (cell == "record"), title


def openness(viewer: User, patient: Patient) -> str:
    """Return how much of the patient the viewer sees, as every clinical model is to ask."""
    if not Patient.objects.visible_to(viewer).filter(pk=patient.pk).exists():
        return "nothing"
    records = CareRelation.objects.visible_to(viewer).opening_records().filter(patient=patient)
    return "record" if viewer.role != Role.DOCTOR or records.exists() else "identity"


@pytest.mark.parametrize("model", sorted(MODELS))
@pytest.mark.both_databases
@pytest.mark.django_db
def test_who_sees_a_row_is_documented(model: str, cast: dict[str, User], now: datetime) -> None:
    story = Told(Story(cast["ada"], cast["dr_cho"], cast["eve"], now), cast)
    kind: Any
    [kind] = [one for one in ours() if one.__name__ == model]
    row: Any = ROWS[model](story) if model in ROWS else None
    seen = {}
    for title, name in PEOPLE.items():
        visible = kind.objects.visible_to(cast[name])
        reads = not visible.query.is_empty() if row is None else visible.filter(pk=row.pk).exists()
        seen[title] = "reads" if reads else "–"

    assert seen == MODELS[model]
