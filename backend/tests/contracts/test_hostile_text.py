"""No text breaks the server: NUL, half a surrogate pair, a megabyte, in every field of the schema.

On PostgreSQL, which refuses what SQLite stores. All requests find the same world: what one of them
changes is rolled back.
"""

import json
import re
from collections.abc import Iterator
from itertools import cycle
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from clinic.users.models import User
from conftest import client_for
from tests.access.world import build_world
from tests.contracts import hostile
from tests.contracts.hostile import HALF_PAIR, NUL, Operation
from tests.contracts.test_schema import ROWS

pytestmark = pytest.mark.django_db
NOT_FOR_THEM = (401, 403, 404, 405)
# What is tried, and how: the operation with its hostile value, and the request's path and query.
Attempt = tuple[str, Operation, str]


class World:
    """Those who may ask, and the rows that paths name."""

    def __init__(self, cast: dict[str, User]) -> None:
        self.ids = build_world(cast)
        self.clients = [client_for(who) for who in (None, cast["ada"], cast["dr_cho"], cast["eve"])]
        for client in self.clients:
            client.raise_request_exception = False

    def path_of(self, operation: Operation) -> str:
        """Return the operation's path, with the ids of rows that are there."""
        row = self.ids[ROWS[operation.path.partition("{id}")[0]]] if "{id}" in operation.path else 0
        return re.sub(r"\{\w+\}", "1", operation.path.replace("{id}", str(row)))

    def callers(self, operation: Operation) -> list[APIClient]:
        """Return whom the operation lets in, or a stranger where it lets strangers in."""
        path = self.path_of(operation)
        let_in = [one for one in self.clients if ask(one, operation, path) not in NOT_FOR_THEM]
        stranger = self.clients[0]
        return [stranger] if stranger in let_in else let_in or self.clients

    def failures(self, operation: Operation, attempts: list[Attempt]) -> Iterator[str]:
        """Yield the attempts at which the server failed; callers take turns."""
        callers = cycle(self.callers(operation) if attempts else self.clients)
        for (what, tried, path), client in zip(attempts, callers, strict=False):
            if (status := ask(client, tried, path)) >= 500:
                yield f"{operation.name} {what}: {status}"


def ask(client: APIClient, operation: Operation, path: str) -> int:
    """Ask, undo, and return the status."""
    body = "" if operation.body is None else json.dumps(operation.body)
    with transaction.atomic():
        answer = client.generic(operation.method, path, body, "application/json")
        transaction.set_rollback(True)
    return int(answer.status_code)


@pytest.fixture
def world(ada: User, ben: User, dr_cho: User, dr_diaz: User, eve: User, dr_new: User) -> World:
    """Return the one world."""
    return World({user.username: user for user in (ada, ben, dr_cho, dr_diaz, eve, dr_new)})


def unreadable(operation: Operation, path: str) -> Iterator[Attempt]:
    """Yield every text field and parameter once with each text that no column holds."""
    for text in (NUL, HALF_PAIR):
        for place, schema in operation.fields.items():
            if hostile.is_text(schema):
                yield f"{place} {text!r}", operation.with_field(place, text), path
        for name in operation.query:
            yield f"?{name} {text!r}", operation, f"{path}?{hostile.as_query(name, text)}"
        for name in re.findall(r"\{(\w+)\}", operation.path):
            odd = operation.path.replace(f"{{{name}}}", quote(text.encode(errors="surrogatepass")))
            yield f"{{{name}}} {text!r}", operation, re.sub(r"\{\w+\}", "1", odd)


def endless(operation: Operation, path: str) -> Iterator[Attempt]:
    """Yield every kind of field and parameter of the operation once with a megabyte."""
    kinds = {hostile.kind_of(schema): place for place, schema in operation.fields.items()}
    for kind, place in kinds.items():
        for value in hostile.megabyte_for(kind):
            yield f"{place} 1 MB", operation.with_field(place, value), path
    asked = {hostile.kind_of(schema): name for name, schema in operation.query.items()}
    for name in asked.values():
        yield f"?{name} 1 MB", operation, f"{path}?{name}={'9' * hostile.MEGABYTE}"


@pytest.mark.parametrize("attempts_of", [unreadable, endless])
def test_the_server_fails_at_no_text(world: World, attempts_of: Any) -> None:
    failures: list[str] = []
    tried: list[str] = []
    for operation in hostile.operations():
        attempts = list(attempts_of(operation, world.path_of(operation)))
        tried += [f"{operation.name} {what}" for what, *_how in attempts]
        failures += world.failures(operation, attempts)

    assert not failures, "\n".join(failures)
    # That the fields are found at all, at every depth.
    assert [what for what in tried if what.startswith("POST /api/token/ ('password',)")]
    assert len(tried) > 100
