"""Rows of the access matrix: a route, a method, and the exact status for each person."""

from dataclasses import dataclass
from typing import Any, Final

PEOPLE: Final = ("anonymous", "ada", "ben", "dr_cho", "dr_diaz", "eve", "dr_new", "inactive")
REFUSALS: Final = frozenset({401, 403, 404, 405, 409, 412})


@dataclass(frozen=True)
class Row:
    """One route and method. ``who`` gives the status for each person; ``path`` and ``body`` may
    name ids of the world in braces."""

    method: str
    path: str
    who: dict[str, int]
    body: dict[str, Any] | None = None
    format: str = "json"

    def expected(self, person: str) -> int:
        """Return the status; a deactivated account is as good as no account."""
        if person == "inactive" and person not in self.who:
            anonymous = self.who["anonymous"]
            # A token that no longer holds is refused even where nobody needs one.
            return 401 if anonymous in (401, 403, 404) else anonymous
        return self.who[person]


def filled(value: Any, world: dict[str, Any]) -> Any:
    """Return ``value`` with the braces replaced by the world's ids."""
    if isinstance(value, dict):
        return {key: filled(item, world) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, world) for item in value]
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        return world.get(value[1:-1], value)
    return value.format(**world) if isinstance(value, str) else value
