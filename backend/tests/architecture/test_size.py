"""Nothing shrinks by good intentions: what grows past its cap wants to be two ideas."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BACKEND = Path(__file__).parents[2]
CODE_LINES, TEST_LINES, CLASS_LINES, FUNCTION_LINES = 400, 500, 250, 50


def sources() -> list[Path]:
    roots = [BACKEND / "clinic", BACKEND / "config", BACKEND / "tests", BACKEND.parent / "bench"]
    found = [path for root in roots for path in root.rglob("*.py")]
    return sorted(
        path for path in [*found, BACKEND / "conftest.py"] if "migrations" not in path.parts
    )


def is_test(path: Path) -> bool:
    return "tests" in path.parts or path.name == "conftest.py"


def nodes(path: Path) -> Iterator[tuple[str, int, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            cap = CLASS_LINES if isinstance(node, ast.ClassDef) else FUNCTION_LINES
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1, cap


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(BACKEND.parent)))
def test_files_classes_and_functions_stay_small(path: Path) -> None:
    lines = len(path.read_text().splitlines())
    assert lines <= (TEST_LINES if is_test(path) else CODE_LINES)

    too_long = [(name, length) for name, length, cap in nodes(path) if length > cap]
    assert too_long == []


@pytest.mark.parametrize(
    "path",
    [path for path in sources() if not is_test(path)],
    ids=lambda path: str(path.relative_to(BACKEND.parent)),
)
def test_modules_say_what_they_own(path: Path) -> None:
    if not path.read_text().strip():
        return
    assert ast.get_docstring(ast.parse(path.read_text()))
