"""The world in which the matrix asks: each app adds its own things and their ids."""

from importlib import import_module
from pathlib import Path
from typing import Any

from clinic.users.models import User

Cast = dict[str, User]


def build_world(cast: Cast) -> dict[str, Any]:
    """Return ids by name, for the braces of the rows."""
    world: dict[str, Any] = {f"{name}_user": user.pk for name, user in cast.items()}
    for path in sorted(Path(__file__).parent.glob("world_*.py")):
        import_module(f"tests.access.{path.stem}").add(world, cast)
    return world


def all_rows() -> list[Any]:
    """Return the rows of every app."""
    found = []
    for path in sorted(Path(__file__).parent.glob("rows_*.py")):
        found += import_module(f"tests.access.{path.stem}").ROWS
    return found
