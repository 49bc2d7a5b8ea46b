"""Whatever the environment decides is named in ``.env.example``, with its default."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
EXAMPLE = REPOSITORY / ".env.example"
# Set by the test session for the processes that it starts.
OF_TESTS = re.compile(r"(CRENEAU_)?TEST_[A-Z_]+")
# Read from the example file by docker-compose.yml alone.
OF_CONTAINERS = {"POSTGRES_PASSWORD", "PUBLISHED_PORT"}


def sources() -> list[Path]:
    folders = [REPOSITORY / "backend" / "config", REPOSITORY / "backend" / "clinic"]
    found = [path for folder in folders for path in folder.rglob("*.py")]
    return [*found, REPOSITORY / "backend" / "manage.py", REPOSITORY / "deploy" / "gunicorn.py"]


def variables_read(tree: ast.AST) -> Iterator[str]:
    """Yield the literal names in ``env(…)``, ``env.int(…)`` and ``os.environ``'s methods."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _is_environment(node.func):
            name = node.args[0]
        elif isinstance(node, ast.Subscript) and _is_environment(node.value):
            name = node.slice
        else:
            continue
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            yield name.value


def _is_environment(node: ast.expr) -> bool:
    return bool(re.match(r"(env|(os\.)?environ|(os\.)?getenv)(\.\w+)?$", ast.unparse(node)))


def all_variables() -> set[str]:
    read = {name for path in sources() for name in variables_read(ast.parse(path.read_text()))}
    return {name for name in read if not OF_TESTS.fullmatch(name)}


def named_variables() -> list[str]:
    return re.findall(r"^#? ?([A-Z][A-Z_]+)=", EXAMPLE.read_text(), flags=re.MULTILINE)


def test_every_variable_is_named_once() -> None:
    named = named_variables()

    assert sorted(named) == sorted(all_variables() | OF_CONTAINERS)


def test_every_variable_is_explained() -> None:
    variable, words = re.compile(r"#? ?[A-Z][A-Z_]+="), re.compile(r"# \w")
    unexplained = [
        line
        for before, line in pairwise(EXAMPLE.read_text().splitlines())
        if variable.match(line) and (variable.match(before) or not words.match(before))
    ]

    assert unexplained == []


@pytest.mark.parametrize(
    "code",
    [
        "env('NAME')",
        "env.int('NAME', default=1)",
        "os.environ.get('NAME')",
        "os.environ['NAME']",
        "os.getenv('NAME', '')",
        "f\"{env('NAME')}\"",
    ],
)
def test_the_search_finds_every_way_of_reading(code: str) -> None:
    assert list(variables_read(ast.parse(code))) == ["NAME"]
