"""Nothing shrinks by good intentions: what grows past its cap wants to be two ideas."""

import ast
from collections.abc import Iterator
from pathlib import Path

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


def too_long(path: Path) -> list[str]:
    """Return the file, and those of its classes and functions, that are longer than they may be."""
    lines = len(path.read_text().splitlines())
    found = [(path.name, lines, TEST_LINES if is_test(path) else CODE_LINES), *nodes(path)]
    return [
        f"{path.relative_to(BACKEND.parent)}: {name} has {length} lines, at most {cap}"
        for name, length, cap in found
        if length > cap
    ]


def test_files_classes_and_functions_stay_small() -> None:
    assert [offence for path in sources() for offence in too_long(path)] == []


def test_modules_say_what_they_own() -> None:
    code = [path for path in sources() if not is_test(path) and path.read_text().strip()]

    silent = [path for path in code if not ast.get_docstring(ast.parse(path.read_text()))]

    assert [str(path.relative_to(BACKEND.parent)) for path in silent] == []
