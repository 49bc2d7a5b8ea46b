"""Lists that tools want written down name every app there is."""

import tomllib
from pathlib import Path
from typing import Any

from django.apps import apps

BACKEND = Path(__file__).parents[2]
# Not built in layers of its own: shared ground, and what only fills a clinic with people.
WITHOUT_LAYERS = {"common", "demo"}
# What every app's edge may build on.
SHARED_EDGES = {"common", "files", "idempotency"}


def contract(name: str) -> dict[str, Any]:
    configured = tomllib.loads((BACKEND / "pyproject.toml").read_text())
    contracts = configured["tool"]["importlinter"]["contracts"]
    found: dict[str, Any] = next(one for one in contracts if one["id"] == name)
    return found


def own_apps() -> set[str]:
    return {
        config.name.removeprefix("clinic.")
        for config in apps.get_app_configs()
        if config.name.startswith("clinic.")
    }


def test_every_folder_of_the_domain_is_an_installed_app() -> None:
    folders = {path.parent.name for path in (BACKEND / "clinic").glob("*/__init__.py")}
    assert folders == own_apps()


def test_every_app_keeps_to_the_layers() -> None:
    contained = {name.removeprefix("clinic.") for name in contract("inside-an-app")["containers"]}
    assert contained == own_apps() - WITHOUT_LAYERS


def test_every_edge_is_private() -> None:
    modules = contract("private-edges")["protected_modules"]
    edges = {path.parent.parent.name for path in (BACKEND / "clinic").glob("*/api/__init__.py")}
    assert {name.split(".")[1] for name in modules} == edges - SHARED_EDGES
